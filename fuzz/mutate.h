// SPDX-License-Identifier: Apache-2.0
/*
 * Mutation of DER that knows elements: octets are read as a forest of tags, lengths and contents
 * (an OCTET STRING or BIT STRING that holds whole elements is one of them), one element is changed,
 * and the lengths of all that it stands in are made right again, so that the change reaches the
 * reader that it is meant for and does not end at the first length. One time in 16 a length is made
 * wrong on purpose, and one in 8 the octets are handed to libFuzzer's own mutator as they are.
 *
 * What is done to an element: twice, left out, exchanged with a brother, another tag, another
 * element of the same input in its place, wrapped, unwrapped, contents from libFuzzer's mutator
 * (which knows the target's dictionary), or a value at an edge: numbers around a bound, both
 * Booleans, dates at the ends of what UTCTime and GeneralizedTime can say.
 */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own, or that of replay.c. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

/* Changes `data` in place, which has room for `most` octets; returns the new size. */
size_t mutate_der(uint8_t *data, size_t size, size_t most, unsigned *seed);

/* The next number of a small generator, below `bound`. */
uint32_t mutate_random(unsigned *seed, uint32_t bound);

#endif
