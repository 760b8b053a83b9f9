// SPDX-License-Identifier: Apache-2.0
/* How long a publicly trusted TLS certificate may live, by its date of issuance, in seconds. */
#ifndef LIBCHAIN_LIFETIME_H
#define LIBCHAIN_LIFETIME_H

#include "chain.h"

chain_time lifetime_most(chain_time issued);

#endif
