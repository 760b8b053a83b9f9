/* SPDX-License-Identifier: Apache-2.0 */
/* PHP's part of ../chainready.i: text, octets and exceptions. */
%module chainready_native

%{
#include "bridge.h"
#include <string.h>
#include "zend_exceptions.h"

/*
 * ChainReady\NativeException(string $status, int $entry, int $offset, string $path, string $message),
 * which the PHP layer declares; without it a plain Exception with the message.
 */
static void chainready_raise(const chain_error *error)
{
  zend_string *name = zend_string_init(ZEND_STRL("ChainReady\\NativeException"), 0);
  zend_class_entry *kind = zend_lookup_class(name);
  zval raised, arguments[5];
  zend_string_release(name);
  if (EG(exception))
    return;
  if (!kind || !kind->constructor || !instanceof_function(kind, zend_ce_throwable)) {
    zend_throw_exception(NULL, error->message, 0);
    return;
  }
  if (object_init_ex(&raised, kind) != SUCCESS)
    return;
  ZVAL_STRING(&arguments[0], chain_status_name(error->status));
  ZVAL_LONG(&arguments[1], (zend_long)error->entry);
  ZVAL_LONG(&arguments[2], error->offset == CHAIN_NO_OFFSET ? -1 : (zend_long)error->offset);
  ZVAL_STRING(&arguments[3], error->path);
  ZVAL_STRING(&arguments[4], error->message);
  zend_call_known_instance_method(kind->constructor, Z_OBJ(raised), NULL, 5, arguments);
  zval_ptr_dtor(&arguments[0]);
  zval_ptr_dtor(&arguments[3]);
  zval_ptr_dtor(&arguments[4]);
  if (EG(exception))
    zval_ptr_dtor(&raised);
  else
    zend_throw_exception_object(&raised);
}

/* A string argument; 0 with an exception. */
static int chainready_string(zval *value, const char *what, int may_hold_nul)
{
  ZVAL_DEREF(value);
  if (Z_TYPE_P(value) != IS_STRING) {
    zend_type_error("%s must be a string, %s given", what, zend_zval_type_name(value));
    return 0;
  }
  if (!may_hold_nul && strlen(Z_STRVAL_P(value)) != Z_STRLEN_P(value)) {
    zend_value_error("%s must not contain any null bytes", what);
    return 0;
  }
  return 1;
}

#define CHAINREADY_RAISE(error) chainready_raise(error)
%}

%typemap(in, noblock=1) const char * (zval *given) {
  given = &$input;
  ZVAL_DEREF(given);
  $1 = NULL;
  if (Z_TYPE_P(given) != IS_NULL) {
    if (!chainready_string(given, "argument $argnum", 0))
      return;
    $1 = ($1_ltype)Z_STRVAL_P(given);
  }
}
%typemap(out, noblock=1) const char *, char * {
  if ($1) {
    RETVAL_STRING($1);
  } else {
    RETVAL_NULL();
  }
}

%typemap(in, noblock=1) (const uint8_t *data, size_t size) (zval *octets) {
  octets = &$input;
  ZVAL_DEREF(octets);
  if (!chainready_string(octets, "data", 1))
    return;
  $1 = ($1_ltype)Z_STRVAL_P(octets);
  $2 = Z_STRLEN_P(octets);
}

%include "../chainready.i"
