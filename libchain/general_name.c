// SPDX-License-Identifier: Apache-2.0
#include "general_name.h"

#include "name.h"

static bool is_ia5(chain_bytes value)
{
    for (size_t i = 0; i < value.size; i++) {
        if (value.data[i] & 0x80)
            return false;
    }
    return true;
}

bool general_name_next(struct der *names, struct general_name *out)
{
    struct der_element element;
    struct der before = *names, inside;
    if (!der_next(names, &element))
        return false;
    bool good = false;
    out->value = element.content;
    out->kind = (enum general_name_kind)(element.tag & 0x1f);
    switch (element.tag) {
    case DER_CONTEXT(GENERAL_NAME_EMAIL):
    case DER_CONTEXT(GENERAL_NAME_DNS):
    case DER_CONTEXT(GENERAL_NAME_URI):
        good = is_ia5(element.content);
        break;
    case DER_CONTEXT(GENERAL_NAME_IP):
        good = true; /* its length depends on where it stands */
        break;
    case DER_CONTEXT(GENERAL_NAME_REGISTERED_ID):
        good = der_oid_is_canonical(element.content);
        break;
    case DER_CONTEXT_CONSTRUCTED(GENERAL_NAME_DIRECTORY):
        good = name_is_well_formed(element.content);
        break;
    case DER_CONTEXT_CONSTRUCTED(GENERAL_NAME_OTHER):
        inside = der_from(element.content);
        good = der_next(&inside, &element) && element.tag == DER_OID &&
               der_oid_is_canonical(element.content) && der_next(&inside, &element) &&
               element.tag == DER_CONTEXT_CONSTRUCTED(0) && der_done(&inside);
        break;
    case DER_CONTEXT_CONSTRUCTED(GENERAL_NAME_X400):
    case DER_CONTEXT_CONSTRUCTED(GENERAL_NAME_EDI_PARTY):
        good = true; /* never compared, so its inside does not matter */
        break;
    default:
        break;
    }
    if (!good)
        *names = before;
    return good;
}

bool general_names_are_well_formed(chain_bytes content)
{
    struct der names = der_from(content);
    struct general_name name;
    if (der_done(&names))
        return false;
    while (!der_done(&names)) {
        if (!general_name_next(&names, &name))
            return false;
    }
    return true;
}
