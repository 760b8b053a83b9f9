// SPDX-License-Identifier: Apache-2.0
/* The mutator of targets whose whole input is DER. */
#include "mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    return mutate_der(data, size, most, &seed);
}
