/* SPDX-License-Identifier: Apache-2.0 */
/* Python's part of ../chainready.i: text, octets, exceptions, and where the GIL is let go. */
%module(package="chainready", threads="1") native

%{
#include "bridge.h"

/* chainready._errors makes the exception, so that its classes are plain Python. */
static void chainready_raise(const chain_error *error)
{
  PyObject *module = NULL, *path = NULL, *message = NULL, *raised = NULL;
  long long offset = error->offset == CHAIN_NO_OFFSET ? -1 : (long long)error->offset;
  if (error->status == CHAIN_E_MEMORY) {
    PyErr_NoMemory();
    return;
  }
  module = PyImport_ImportModule("chainready._errors");
  path = PyUnicode_DecodeFSDefault(error->path);
  message = PyUnicode_DecodeUTF8(error->message, (Py_ssize_t)strlen(error->message), "replace");
  if (module && path && message)
    raised = PyObject_CallMethod(module, "error_of", "sKLOO", chain_status_name(error->status),
                                 (unsigned long long)error->entry, offset, path, message);
  if (raised)
    PyErr_SetObject((PyObject *)Py_TYPE(raised), raised);
  Py_XDECREF(raised);
  Py_XDECREF(message);
  Py_XDECREF(path);
  Py_XDECREF(module);
}

/* str as UTF-8, bytes and paths as they are; *owner keeps the text. 0 with an exception set. */
static int chainready_text(PyObject *object, PyObject **owner, const char **out)
{
  *owner = NULL;
  *out = NULL;
  if (object == Py_None)
    return 1;
  if (!PyUnicode_FSConverter(object, owner))
    return 0;
  *out = PyBytes_AS_STRING(*owner);
  return 1;
}
%}

%{
#define CHAINREADY_RAISE(error) Py_CLEAR(resultobj); chainready_raise(error); SWIG_fail
%}

%typemap(in, noblock=1) const char * (PyObject *owner = NULL) {
  if (!chainready_text($input, &owner, (const char **)&$1))
    SWIG_fail;
}
%typemap(freearg, noblock=1) const char * {
  Py_XDECREF(owner$argnum);
}
%typemap(out, noblock=1) const char *, char * {
  /* paths keep their octets */
  $result = $1 ? PyUnicode_DecodeUTF8($1, (Py_ssize_t)strlen($1), "surrogateescape")
               : SWIG_Py_Void();
}

%typemap(in, noblock=1) (const uint8_t *data, size_t size) (Py_buffer view = {0}) {
  if (PyObject_GetBuffer($input, &view, PyBUF_SIMPLE) != 0)
    SWIG_fail;
  $1 = ($1_ltype)view.buf;
  $2 = (size_t)view.len;
}
%typemap(freearg, noblock=1) (const uint8_t *data, size_t size) {
  if (view$argnum.obj)
    PyBuffer_Release(&view$argnum);
}

/* Buffers of columns: borrowed on the way in, copied on the way out. */
%typemap(in, noblock=1) chain_bytes (Py_buffer view = {0}) {
  if (PyObject_GetBuffer($input, &view, PyBUF_SIMPLE) != 0)
    SWIG_fail;
  $1 = (chain_bytes){view.buf, (size_t)view.len};
}
%typemap(freearg, noblock=1) chain_bytes {
  if (view$argnum.obj)
    PyBuffer_Release(&view$argnum);
}
%typemap(out, noblock=1) chain_bytes {
  $result = PyBytes_FromStringAndSize((const char *)$1.data, (Py_ssize_t)$1.size);
}

/* The GIL is let go where files are read, or much is computed, and kept where that would cost more. */
%nothread;
%thread bridge_places::bridge_places;
%thread bridge_store::from_path;
%thread bridge_store::from_bytes;
%thread bridge_store::join;
%thread bridge_anchors::store;
%thread bridge_chain::from_path;
%thread bridge_chain::from_bytes;
%thread bridge_timeline::from_path;
%thread bridge_timeline::from_bytes;
%thread bridge_baseline::from_path;
%thread bridge_baseline::from_bytes;
%thread bridge_question::add_place;
%thread bridge_question::run;
%thread bridge_report::json;
%thread bridge_report::format;
%thread bridge_report::text;
%thread bridge_report::script;
%thread bridge_verification::json;
%thread bridge_columns::bridge_columns;

%include "../chainready.i"

/* ---- columns of records, which no other language has yet ---------------------------------------- */

%rename(Columns) bridge_columns;
typedef struct {} bridge_columns;
%extend bridge_columns {
  bridge_columns(const bridge_question *question, chain_bytes lines, chain_bytes offsets,
                 chain_bytes valid, chain_error *error);
  ~bridge_columns();
  chain_bytes get(const char *name, chain_error *error);
}

/* ---- python -m chainready ----------------------------------------------------------------------- */

%{
#include "command.h"

/* The words of a sequence, ended by NULL: PyMem_Free it, and let go of *owner, which keeps them. */
static char **chainready_words(PyObject *sequence, PyObject **owner, int *count)
{
  PyObject *words = PySequence_Tuple(sequence);
  Py_ssize_t size = words ? PyTuple_GET_SIZE(words) : 0;
  char **out = NULL;
  *owner = words && size < INT_MAX ? PyTuple_New(size) : NULL;
  if (*owner)
    out = PyMem_Calloc((size_t)size + 1, sizeof(*out));
  for (Py_ssize_t i = 0; out && i < size; i++) {
    PyObject *word = NULL;
    if (PyUnicode_FSConverter(PyTuple_GET_ITEM(words, i), &word)) {
      PyTuple_SET_ITEM(*owner, i, word);
      out[i] = PyBytes_AS_STRING(word);
    } else {
      PyMem_Free(out);
      out = NULL;
    }
  }
  Py_XDECREF(words);
  *count = (int)size;
  if (!out && !PyErr_Occurred())
    PyErr_NoMemory();
  return out;
}
%}

%typemap(in, noblock=1) (int argc, char **argv) (PyObject *owner = NULL) {
  $2 = chainready_words($input, &owner, &$1);
  if (!$2)
    SWIG_fail;
}
%typemap(freearg, noblock=1) (int argc, char **argv) {
  PyMem_Free($2);
  Py_XDECREF(owner$argnum);
}

%thread chainready_command;
%rename(command) chainready_command;
int chainready_command(int argc, char **argv);
