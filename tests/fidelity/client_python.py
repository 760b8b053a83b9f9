# SPDX-License-Identifier: Apache-2.0
"""Python's ssl with its default context. Runs under any Python from 3.6 on; see handshake.py."""
import json
import socket
import ssl
import sys


def connect(case):
    context = ssl.create_default_context(cafile=case["ca"])
    with socket.create_connection(("127.0.0.1", case["port"]), 10) as plain:
        with context.wrap_socket(plain, server_hostname=case["host"]):
            return "1"


for line in sys.stdin:
    try:
        print(connect(json.loads(line)), flush=True)
    except ssl.SSLCertVerificationError as error:
        print("0:%s" % error.verify_message, flush=True)
    except (OSError, ValueError) as error:
        print("0:%s" % str(error).replace("\n", " "), flush=True)
