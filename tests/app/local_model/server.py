"""llama.cpp's own OpenAI-compatible server over a GGUF file, on loopback, until its standard input is closed.

Run as a program of its own: the threads of its engine read OMP_WAIT_POLICY before Python starts.
Prints the address when it answers.
"""

import sys

import xllamacpp

CONTEXT_TOKENS, THREADS = 8192, 2


def main(weights: str) -> None:
    parameters = xllamacpp.CommonParams()
    parameters.model.path = weights
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = THREADS
    parameters.use_jinja = True  # function calling
    parameters.offline = True
    server = xllamacpp.Server(parameters)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
