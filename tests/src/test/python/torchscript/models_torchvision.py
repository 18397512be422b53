# SPDX-License-Identifier: Apache-2.0
"""At least one member of every family of torchvision, as small as it may be.

Smallest members where they are small; where they are not, the family's own class with less of the same blocks.
Detection models are left out: they need torchvision's own operations (`nms`), which libtorch does not have.
"""

from functools import partial

import torch
from torch import Tensor, nn
from torchvision import models
from torchvision.models.convnext import CNBlockConfig
from torchvision.models.densenet import DenseNet
from torchvision.models.efficientnet import EfficientNet, FusedMBConvConfig, MBConvConfig
from torchvision.models.optical_flow import raft_small
from torchvision.models.resnet import Bottleneck, ResNet
from torchvision.models.segmentation import deeplabv3_mobilenet_v3_large, lraspp_mobilenet_v3_large
from torchvision.models.swin_transformer import PatchMergingV2, SwinTransformerBlockV2
from torchvision.models.video.mvit import MSBlockConfig
from torchvision.models.video.resnet import BasicBlock as VideoBasicBlock
from torchvision.models.video.resnet import BasicStem, Conv3DSimple

from cases import SCRIPTED, case
from weights import randomised, seeded

network = partial(case, records_inputs=False)


def images(size, count=1):
    return torch.randn(count, 3, size, size)


def with_small_classifier(model, channels):
    """VGG's and AlexNet's own are most of their weights."""
    model.avgpool = nn.AdaptiveAvgPool2d((2, 2))
    model.classifier = nn.Sequential(
        nn.Dropout(),
        nn.Linear(channels * 4, 64),
        nn.ReLU(inplace=True),
        nn.Dropout(),
        nn.Linear(64, 10),
    )
    return model


@network("alexnet")
def alexnet():
    return seeded(with_small_classifier(models.alexnet(), 256), images(64))


@network("vgg11")
def vgg11():
    return seeded(with_small_classifier(models.vgg11(init_weights=False), 512), images(32))


@network("resnet18")
def resnet18():
    return seeded(models.resnet18(), images(64))


def without_last_stage(model, channels):
    """It holds most of the weights, and nothing new."""
    model.layer4, model.fc = nn.Identity(), nn.Linear(channels, 10)
    return model


@network("resnet_bottleneck")
def resnet_bottleneck():
    return seeded(without_last_stage(ResNet(Bottleneck, [2, 1, 1, 1]), 1024), images(64))


@network("resnext_dilated")
def resnext_dilated():
    model = ResNet(Bottleneck, [1, 1, 2, 1], 10, False, 32, 4, replace_stride_with_dilation=[False, True, False])
    return seeded(without_last_stage(model, 1024), images(64))


@network("squeezenet1_1")
def squeezenet1_1():
    return seeded(models.squeezenet1_1(num_classes=10), images(64))


@network("densenet", notes="its layers' forward is overloaded for a tensor and for a list of them")
def densenet():
    return seeded(DenseNet(growth_rate=16, block_config=(3, 4, 4, 3), num_init_features=32), images(64))


@network("densenet_memory_efficient", SCRIPTED)
def densenet_memory_efficient():
    return seeded(DenseNet(8, (2, 3), 16, num_classes=10, memory_efficient=True), images(64))


class OnlyLogits(nn.Module):
    """The two models below return a tuple with a None in it once compiled, which DJL cannot read."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x: Tensor) -> Tensor:
        if torch.jit.is_scripting():
            return self.net(x).logits
        else:
            return self.net(x)


@network("inception_v3", renamed_when_scripted=(("net#0", "net#0/0"),))
def inception_v3():
    model = models.inception_v3(num_classes=10, aux_logits=False, init_weights=False)
    # The last block repeats the one before it, and is a quarter of the weights.
    model.Mixed_7c = nn.Identity()
    return seeded(OnlyLogits(model), images(96))


@network("googlenet", renamed_when_scripted=(("net#0", "net#0/0"),))
def googlenet():
    model = models.googlenet(num_classes=10, aux_logits=False, init_weights=False)
    return seeded(OnlyLogits(model), images(64))


@network("shufflenet_v2_x0_5")
def shufflenet():
    return seeded(models.shufflenet_v2_x0_5(num_classes=10), images(64))


@network("mobilenet_v2")
def mobilenet_v2():
    return seeded(models.mobilenet_v2(num_classes=10), images(64))


@network("mobilenet_v3_small")
def mobilenet_v3_small():
    return seeded(models.mobilenet_v3_small(num_classes=10), images(64))


@network("mnasnet0_5")
def mnasnet():
    return seeded(models.mnasnet0_5(num_classes=10), images(64))


@network("efficientnet_b0")
def efficientnet_b0():
    return seeded(models.efficientnet_b0(num_classes=10), images(64))


@network("efficientnet_v2")
def efficientnet_v2():
    setting = [
        FusedMBConvConfig(1, 3, 1, 24, 24, 2),
        FusedMBConvConfig(4, 3, 2, 24, 48, 2),
        MBConvConfig(4, 3, 2, 48, 64, 2),
        MBConvConfig(6, 3, 1, 64, 80, 2),
    ]
    return seeded(EfficientNet(setting, dropout=0.2, num_classes=10, last_channel=256), images(64))


@network("regnet_y_400mf")
def regnet_y_400mf():
    return seeded(models.regnet_y_400mf(num_classes=10), images(64))


@network("convnext")
def convnext():
    setting = [
        CNBlockConfig(32, 64, 2),
        CNBlockConfig(64, 96, 2),
        CNBlockConfig(96, 128, 3),
        CNBlockConfig(128, None, 1),
    ]
    return seeded(models.ConvNeXt(setting, 0.1, num_classes=10), images(64))


@network("vision_transformer")
def vision_transformer():
    return seeded(models.VisionTransformer(64, 16, 3, 4, 64, 128, dropout=0.1, num_classes=10), images(64, 2))


def swin(**kind):
    return models.SwinTransformer([4, 4], 24, [1, 1, 2, 1], [2, 2, 4, 4], [3, 3], num_classes=10, **kind)


@network("swin_transformer")
def swin_transformer():
    return seeded(swin(), images(64))


@network("swin_transformer_v2")
def swin_transformer_v2():
    return seeded(swin(block=SwinTransformerBlockV2, downsample_layer=PatchMergingV2), images(64))


@network("maxvit")
def maxvit():
    return seeded(
        models.MaxVit((64, 64), 16, 2, [16, 24, 32], [1, 2, 1], 8, stochastic_depth_prob=0.1, num_classes=10),
        images(64),
    )


@network("lraspp_mobilenet_v3")
def lraspp():
    return seeded(lraspp_mobilenet_v3_large(weights_backbone=None, num_classes=5), images(64))


@network("deeplabv3_mobilenet_v3")
def deeplabv3():
    return seeded(
        deeplabv3_mobilenet_v3_large(weights_backbone=None, num_classes=5, aux_loss=True),
        images(64),
    )


@network("video_resnet")
def video_resnet():
    model = models.video.resnet.VideoResNet(VideoBasicBlock, [Conv3DSimple] * 4, [1, 1, 1, 1], BasicStem, 10)
    return seeded(without_last_stage(model, 256), torch.randn(1, 3, 4, 32, 32))


@network("video_mvit", notes="its blocks return a tensor and the size of its grid, which is numbers")
def video_mvit():
    setting = [
        MSBlockConfig(1, 16, 32, [], [3, 3, 3], [], [1, 4, 4]),
        MSBlockConfig(2, 32, 32, [3, 3, 3], [3, 3, 3], [1, 2, 2], [1, 2, 2]),
        MSBlockConfig(2, 32, 32, [], [3, 3, 3], [], [1, 2, 2]),
    ]
    model = models.video.MViT((32, 32), 4, setting, True, True, True, True, num_classes=10)
    return seeded(model, torch.randn(1, 3, 4, 32, 32))


class ThreeUpdates(nn.Module):
    """RAFT's own default of twelve updates repeats itself, and becomes chaotic with drawn weights."""

    def __init__(self):
        super().__init__()
        self.raft = raft_small()

    def forward(self, first, second):
        return self.raft(first, second, num_flow_updates=3)


@network("raft_small", notes="the update block runs three times over its own results")
def raft():
    model = randomised(ThreeUpdates())
    with torch.no_grad():
        model.raft.update_block.flow_head.conv2.weight.mul_(0.05)
    return model, (images(128), images(128))
