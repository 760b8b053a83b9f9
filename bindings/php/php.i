/* SPDX-License-Identifier: Apache-2.0 */
/* PHP's part of ../chainready.i: names, text, octets, exceptions, and what phpinfo() says. */
%module chainready

/* PHP has no modules: a function is global, and named so that it meets no other. */
#define CHAINREADY_FUNCTION(name) chainready_native_##name

%pragma(php) version=CHAINREADY_VERSION
%pragma(php) phpinfo="chainready_info();"

%{
#include "bridge.h"
#include <string.h>
#include "ext/standard/info.h"
#include "zend_exceptions.h"

/*
 * What ChainReady\CallException::of(string $status, int $entry, ?int $offset, string $path,
 * string $message) returns, which the PHP layer declares; without it a plain Exception with the
 * message. Want of memory is an Error, as it is nobody's input.
 */
static void chainready_raise(const chain_error *error)
{
  if (error->status == CHAIN_E_MEMORY) {
    zend_throw_error(NULL, "out of memory");
    return;
  }
  zend_string *name = zend_string_init(ZEND_STRL("ChainReady\\CallException"), 0);
  zend_class_entry *kind = zend_lookup_class(name);
  zend_function *of = kind ? zend_hash_str_find_ptr(&kind->function_table, ZEND_STRL("of")) : NULL;
  zval raised, arguments[5];
  zend_string_release(name);
  if (EG(exception))
    return;
  if (!of || !(of->common.fn_flags & ZEND_ACC_STATIC)) {
    zend_throw_exception(NULL, error->message, 0);
    return;
  }
  ZVAL_STRING(&arguments[0], chain_status_name(error->status));
  ZVAL_LONG(&arguments[1], (zend_long)error->entry);
  ZVAL_NULL(&arguments[2]);
  if (error->offset != CHAIN_NO_OFFSET)
    ZVAL_LONG(&arguments[2], (zend_long)error->offset);
  ZVAL_STRING(&arguments[3], error->path);
  ZVAL_STRING(&arguments[4], error->message);
  ZVAL_UNDEF(&raised);
  zend_call_known_function(of, NULL, kind, &raised, 5, arguments, NULL);
  zval_ptr_dtor(&arguments[0]);
  zval_ptr_dtor(&arguments[3]);
  zval_ptr_dtor(&arguments[4]);
  if (!EG(exception))
    zend_throw_exception_object(&raised);
  else
    zval_ptr_dtor(&raised);
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

static void chainready_info(void)
{
  char names[512];
  size_t used = 0;
  const char *name;
  names[0] = 0;
  for (size_t i = 0; (name = bridge_timeline_name(i)) && used < sizeof(names); i++)
    used += (size_t)snprintf(names + used, sizeof(names) - used, i ? ", %s" : "%s", name);
  php_info_print_table_start();
  php_info_print_table_row(2, "chainready", "enabled");
  php_info_print_table_row(2, "libchain", bridge_version());
  php_info_print_table_row(2, "Built-in migrations", names);
  php_info_print_table_end();
}

/* Only a function of the bridge makes an object of a class that has no constructor. */
static ZEND_COLD PHP_METHOD(ChainReadyNative, refuse)
{
  zend_throw_error(NULL, "objects of this class are not made by new");
}
ZEND_BEGIN_ARG_INFO_EX(chainready_no_arguments, 0, 0, 0)
ZEND_END_ARG_INFO()
static const zend_function_entry chainready_refusal[] = {
  ZEND_NAMED_ME(__construct, zim_ChainReadyNative_refuse, chainready_no_arguments, ZEND_ACC_PRIVATE)
  ZEND_FE_END
};

/*
 * Objects stand for memory of this process: none is serialized, made empty by reflection or by a class
 * of the user's, or made by new where the bridge has no constructor. SWIG refuses to clone by itself.
 */
static void chainready_restrict(void)
{
  static const char *const CLASSES[] = {
    "chainreadynativeproblem",  "chainreadynativeoutcome",  "chainreadynativeroot",
    "chainreadynativeplace",    "chainreadynativeplaces",   "chainreadynativestore",
    "chainreadynativeanchors",  "chainreadynativechain",    "chainreadynativetimeline",
    "chainreadynativebaseline", "chainreadynativedraft",
    "chainreadynativereport",   "chainreadynativequestion", "chainreadynativeverification",
  };
  for (size_t i = 0; i < sizeof(CLASSES) / sizeof(CLASSES[0]); i++) {
    zend_class_entry *kind = zend_hash_str_find_ptr(CG(class_table), CLASSES[i], strlen(CLASSES[i]));
    ZEND_ASSERT(kind);
    kind->ce_flags |= ZEND_ACC_NOT_SERIALIZABLE | ZEND_ACC_FINAL;
    if (!kind->constructor)
      zend_register_functions(kind, chainready_refusal, &kind->function_table, MODULE_PERSISTENT);
  }
}

#define CHAINREADY_RAISE(error) chainready_raise(error)
%}

/* SWIG registers constants after classes, so what is to be done last stands here as one. */
%typemap(consttab, noblock=1) chainready_last {
  chainready_restrict();
}
%constant chainready_last chainready_setup = 0;

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
%typemap(out, noblock=1, phptype="?string") const char *, char * {
  if ($1) {
    RETVAL_STRING($1);
  } else {
    RETVAL_NULL();
  }
}

/* A constructor that failed must not make null of the object, which would never be freed. */
%typemap(out, noblock=1, phptype="?SWIGTYPE") SWIGTYPE * {
  if ($1) {
    SWIG_SetPointerZval($result, (void *)$1, $1_descriptor, $owner);
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
