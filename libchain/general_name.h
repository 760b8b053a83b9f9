// SPDX-License-Identifier: Apache-2.0
/* GeneralName (RFC 5280 4.2.1.6): the alternatives of subject names and of name constraints. */
#ifndef LIBCHAIN_GENERAL_NAME_H
#define LIBCHAIN_GENERAL_NAME_H

#include "der.h"

enum general_name_kind {
    GENERAL_NAME_OTHER = 0,
    GENERAL_NAME_EMAIL = 1,
    GENERAL_NAME_DNS = 2,
    GENERAL_NAME_X400 = 3,
    GENERAL_NAME_DIRECTORY = 4,
    GENERAL_NAME_EDI_PARTY = 5,
    GENERAL_NAME_URI = 6,
    GENERAL_NAME_IP = 7,
    GENERAL_NAME_REGISTERED_ID = 8,
};
enum { GENERAL_NAME_KINDS = 9 };

struct general_name {
    enum general_name_kind kind;
    chain_bytes value; /* the text, the address, the whole Name of a directory name, else the content */
};

/* The next one of a sequence of GeneralNames. False where it is not well-formed. */
bool general_name_next(struct der *names, struct general_name *out);

/* `content` is a GeneralNames without its outer tag: at least one name, all of them well-formed. */
bool general_names_are_well_formed(chain_bytes content);

#endif
