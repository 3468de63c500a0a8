#!/bin/sh
# serve.sh CONFIG.yaml HOST PORT: vLLM with the flags of one file and the key of another.
#
# The key is named by MODEL_KEY_FILE and becomes VLLM_API_KEY: on the command line every user of the machine could read it.
# vLLM guards only /v1 and its like with it, which is why nothing but the proxy may reach this port.
set -eu
VLLM_API_KEY=$(cat "$MODEL_KEY_FILE")
if [ -z "$VLLM_API_KEY" ]; then
  echo "$MODEL_KEY_FILE is empty: a model server without a key is not started" >&2
  exit 1
fi
export VLLM_API_KEY
exec vllm serve --config "$1" --host "$2" --port "$3"
