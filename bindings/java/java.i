/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Java's part of ../chainready.i: text, octets and exceptions.
 *
 * Text crosses as octets of UTF-8: JNI's own strings are "modified UTF-8", which is another encoding for
 * NUL and for what lies beyond the basic plane. An object ends with close() and nothing else: there are
 * no finalizers, and the classes above these own what must outlive a call (Handle). One that is used
 * when it is closed throws.
 */
%module Native

%{
#include "bridge.h"
#include <stdlib.h>
#include <string.h>

/* A NULL result leaves Java's own exception pending. */
static jbyteArray chainready_octets(JNIEnv *jenv, const char *text)
{
  jsize size = text ? (jsize)strlen(text) : 0;
  jbyteArray array = text ? (*jenv)->NewByteArray(jenv, size) : NULL;
  if (array)
    (*jenv)->SetByteArrayRegion(jenv, array, 0, size, (const jbyte *)text);
  return array;
}

/* A copy that ends with a NUL and is never NULL, or NULL and an exception. */
static char *chainready_copy(JNIEnv *jenv, jbyteArray array, size_t *size)
{
  jsize count = (*jenv)->GetArrayLength(jenv, array);
  char *copy = (char *)malloc((size_t)count + 1);
  if (!copy) {
    SWIG_JavaThrowException(jenv, SWIG_JavaOutOfMemoryError, "out of memory");
    return NULL;
  }
  (*jenv)->GetByteArrayRegion(jenv, array, 0, count, (jbyte *)copy);
  copy[count] = 0;
  *size = (size_t)count;
  return copy;
}

/* NativeException(byte[] status, long entry, long offset, byte[] path, byte[] message) */
static void chainready_raise(JNIEnv *jenv, const chain_error *error)
{
  jclass kind;
  jmethodID constructor;
  jobject raised;
  if (error->status == CHAIN_E_MEMORY) {
    SWIG_JavaThrowException(jenv, SWIG_JavaOutOfMemoryError, error->message);
    return;
  }
  kind = (*jenv)->FindClass(jenv, "org/libchain/internal/NativeException");
  constructor = kind ? (*jenv)->GetMethodID(jenv, kind, "<init>", "([BJJ[B[B)V") : NULL;
  if (!constructor)
    return; /* with NoClassDefFoundError or NoSuchMethodError pending */
  raised = (*jenv)->NewObject(
      jenv, kind, constructor, chainready_octets(jenv, chain_status_name(error->status)),
      (jlong)error->entry, error->offset == CHAIN_NO_OFFSET ? (jlong)-1 : (jlong)error->offset,
      chainready_octets(jenv, error->path), chainready_octets(jenv, error->message));
  if (raised)
    (*jenv)->Throw(jenv, (jthrowable)raised);
}

static void chainready_closed(JNIEnv *jenv)
{
  jclass kind = (*jenv)->FindClass(jenv, "java/lang/IllegalStateException");
  if (kind)
    (*jenv)->ThrowNew(jenv, kind, "closed");
}

/* What was taken is given back below the call, so it goes on. */
#define CHAINREADY_RAISE(error) chainready_raise(jenv, error)
%}

%pragma(java) jniclasscode=%{
  static {
    Library.load();
  }
%}

%typemap(javainterfaces) SWIGTYPE "AutoCloseable"
%typemap(javafinalize) SWIGTYPE ""
%typemap(javacode) SWIGTYPE %{
  @Override
  public void close() {
    delete();
  }
%}
%typemap(check) SWIGTYPE *self {
  if (!$1) {
    chainready_closed(jenv);
    return $null;
  }
}

%typemap(jni) const char *, char * "jbyteArray"
%typemap(jtype) const char *, char * "byte[]"
%typemap(jstype) const char *, char * "String"
%typemap(javain) const char * "Octets.of($javainput)"
%typemap(javaout) const char *, char * {
    return Octets.text($jnicall);
  }
%typemap(in) const char * (size_t size) {
  $1 = NULL;
  if ($input) {
    $1 = ($1_ltype)chainready_copy(jenv, $input, &size);
    if (!$1)
      return $null;
  }
}
%typemap(freearg) const char * {
  free((void *)$1);
}
%typemap(out, noblock=1) const char *, char * {
  $result = chainready_octets(jenv, $1);
}

%typemap(jni) (const uint8_t *data, size_t size) "jbyteArray"
%typemap(jtype) (const uint8_t *data, size_t size) "byte[]"
%typemap(jstype) (const uint8_t *data, size_t size) "byte[]"
%typemap(javain) (const uint8_t *data, size_t size) "java.util.Objects.requireNonNull($javainput)"
%typemap(in) (const uint8_t *data, size_t size) {
  $1 = NULL;
  $2 = 0;
  $1 = ($1_ltype)chainready_copy(jenv, $input, &$2);
  if (!$1)
    return $null;
}
%typemap(freearg) (const uint8_t *data, size_t size) {
  free((void *)$1);
}

%include "../chainready.i"
