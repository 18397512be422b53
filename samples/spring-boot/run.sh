#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Starts the app with Layertap's agent, sends it pictures, and shows what was captured: run.sh [PICTURE...]
set -euo pipefail
start=$PWD
cd "$(dirname "$0")"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
app=target/layertap-sample-spring-boot-exec.jar
agent=../../agent/target/layertap-agent.jar
for jar in "$app" "$agent"; do
  [ -f "$jar" ] || { echo "There is no $jar; build it as README.md says." >&2; exit 1; }
done
pictures=()
for picture in "$@"; do
  case $picture in /*) pictures+=("$picture") ;; *) pictures+=("$start/$picture") ;; esac
done
[ "${#pictures[@]}" -gt 0 ] || pictures=(pictures/*.png)

rm -rf target/activations
"$java" -javaagent:"$agent"=layertap.yaml -jar "$app" --server.port=0 >target/app.log 2>target/app.err &
app_pid=$!
trap 'kill "$app_pid" 2>/dev/null || true' EXIT
port=
while [ -z "$port" ]; do
  kill -0 "$app_pid" 2>/dev/null || { cat target/app.log target/app.err >&2; exit 1; }
  sleep 0.2
  port=$(sed -n 's/.*Tomcat started on port \([0-9]*\).*/\1/p' target/app.log)
done

echo "The app's answers"
"$java" src/main/scripts/Ask.java "http://127.0.0.1:$port" "${pictures[@]}"
kill "$app_pid" # as it ends it finishes the shard
wait "$app_pid" || true

echo
echo "The agent's words, in target/app.err"
sed 's/^/  /' target/app.err
echo
echo "Passes, in target/activations/index.jsonl"
sed 's/^{"pass":\([0-9]*\),.*"summary":"\(.*\)"}$/  pass \1: \2/' target/activations/index.jsonl
echo
echo "Arrays, in target/activations"
ls target/activations/*.safetensors | sed 's/^/  /'
