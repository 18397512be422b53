// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A block that inherits none of DJL's forwards, as no base class of DJL allows. */
final class OwnBlock implements Block {
  private final Block inner;

  OwnBlock(Block inner) {
    this.inner = inner;
  }

  @Override
  public NDList forward(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    return inner.forward(store, inputs, training, params);
  }

  @Override
  public void setInitializer(Initializer initializer, Parameter.Type type) {
    inner.setInitializer(initializer, type);
  }

  @Override
  public void setInitializer(Initializer initializer, String name) {
    inner.setInitializer(initializer, name);
  }

  @Override
  public void setInitializer(Initializer initializer, Predicate<Parameter> which) {
    inner.setInitializer(initializer, which);
  }

  @Override
  public void initialize(NDManager manager, DataType type, Shape... shapes) {
    inner.initialize(manager, type, shapes);
  }

  @Override
  public boolean isInitialized() {
    return inner.isInitialized();
  }

  @Override
  public void cast(DataType type) {
    inner.cast(type);
  }

  @Override
  public void clear() {
    inner.clear();
  }

  @Override
  public PairList<String, Shape> describeInput() {
    return inner.describeInput();
  }

  @Override
  public BlockList getChildren() {
    return inner.getChildren();
  }

  @Override
  public ParameterList getDirectParameters() {
    return inner.getDirectParameters();
  }

  @Override
  public ParameterList getParameters() {
    return inner.getParameters();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] shapes) {
    return inner.getOutputShapes(shapes);
  }

  @Override
  public Shape[] getInputShapes() {
    return inner.getInputShapes();
  }

  @Override
  public DataType[] getOutputDataTypes() {
    return inner.getOutputDataTypes();
  }

  @Override
  public void saveParameters(DataOutputStream out) throws IOException {
    inner.saveParameters(out);
  }

  @Override
  public void loadParameters(NDManager manager, DataInputStream in)
      throws IOException, MalformedModelException {
    inner.loadParameters(manager, in);
  }
}
