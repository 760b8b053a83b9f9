// SPDX-License-Identifier: Apache-2.0
/* GeneralNames: well-formed is what can be read to its end, one name after the other. */
#include "fuzz.h"

#include "general_name.h"
#include "name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    chain_bytes content = {data, size};
    struct der names = der_from(content);
    struct general_name name;
    size_t count = 0;
    bool good = true;
    while (good && !der_done(&names)) {
        const uint8_t *before = names.at;
        good = general_name_next(&names, &name);
        MUST(good || names.at == before); /* the cursor stays on what is wrong */
        if (!good)
            break;
        count++;
        MUST(names.at > before && (int)name.kind < GENERAL_NAME_KINDS);
        MUST(name.value.data >= before && name.value.data + name.value.size <= names.at);
        MUST(name.kind != GENERAL_NAME_DIRECTORY || name_is_well_formed(name.value));
    }
    MUST(general_names_are_well_formed(content) == (good && count > 0));
    return 0;
}
