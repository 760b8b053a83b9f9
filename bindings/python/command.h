/* SPDX-License-Identifier: Apache-2.0 */
/* The program of cli/, as a function: its main has this name where it is linked into the extension. */
#ifndef BINDINGS_PYTHON_COMMAND_H
#define BINDINGS_PYTHON_COMMAND_H

int chainready_command(int argc, char **argv);

#endif
