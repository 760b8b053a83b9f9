# SPDX-License-Identifier: Apache-2.0
"""OpenSSL's answer at one instant, from libcrypto itself.

OpenSSL follows one path and does not come back from a dead end. So it is asked about every anchor
alone with every selection of the certificates that were sent: a chain is valid where one of them is.
"""
import ctypes
import ctypes.util
import itertools
from functools import cache
from typing import Any, Sequence


@cache
def _libcrypto() -> Any:
    library = ctypes.CDLL(ctypes.util.find_library("crypto") or "libcrypto.so.3")
    pointer = ctypes.c_void_p
    for name, result, arguments in (
            ("d2i_X509", pointer, (pointer, ctypes.POINTER(ctypes.c_char_p), ctypes.c_long)),
            ("X509_STORE_new", pointer, ()),
            ("X509_STORE_free", None, (pointer,)),
            ("X509_STORE_add_cert", ctypes.c_int, (pointer, pointer)),
            ("X509_STORE_CTX_new", pointer, ()),
            ("X509_STORE_CTX_free", None, (pointer,)),
            ("X509_STORE_CTX_init", ctypes.c_int, (pointer, pointer, pointer, pointer)),
            ("X509_STORE_CTX_get0_param", pointer, (pointer,)),
            ("X509_STORE_CTX_set_purpose", ctypes.c_int, (pointer, ctypes.c_int)),
            ("X509_VERIFY_PARAM_set_time", None, (pointer, ctypes.c_int64)),
            ("X509_verify_cert", ctypes.c_int, (pointer,)),
            ("OPENSSL_sk_new_null", pointer, ()),
            ("OPENSSL_sk_push", ctypes.c_int, (pointer, pointer)),
            ("OPENSSL_sk_free", None, (pointer,))):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


@cache
def _parsed(der: bytes) -> int:
    """An X509, which lives as long as the process."""
    data = ctypes.c_char_p(der)
    made = _libcrypto().d2i_X509(None, ctypes.byref(data), len(der))
    assert made, "OpenSSL does not read this certificate"
    return int(made)


def follows(anchor: bytes, target: bytes, sent: Sequence[bytes], at: int) -> bool:
    """X509_verify_cert for a TLS server with one trusted root."""
    crypto = _libcrypto()
    store, context = crypto.X509_STORE_new(), crypto.X509_STORE_CTX_new()
    stack = crypto.OPENSSL_sk_new_null()
    try:
        assert crypto.X509_STORE_add_cert(store, _parsed(anchor)) == 1
        for der in sent:
            assert crypto.OPENSSL_sk_push(stack, _parsed(der)) > 0
        assert crypto.X509_STORE_CTX_init(context, store, _parsed(target), stack) == 1
        assert crypto.X509_STORE_CTX_set_purpose(context, 2) == 1  # X509_PURPOSE_SSL_SERVER
        crypto.X509_VERIFY_PARAM_set_time(crypto.X509_STORE_CTX_get0_param(context), at)
        return bool(crypto.X509_verify_cert(context) == 1)
    finally:
        crypto.X509_STORE_CTX_free(context)
        crypto.OPENSSL_sk_free(stack)
        crypto.X509_STORE_free(store)


@cache
def is_valid(anchors: tuple[bytes, ...], target: bytes, sent: tuple[bytes, ...], at: int) -> bool:
    """Does some path lead from the target to an anchor at this instant?"""
    return any(follows(anchor, target, some, at)
               for anchor in anchors
               for size in range(len(sent) + 1)
               for some in itertools.combinations(sent, size))
