// SPDX-License-Identifier: Apache-2.0
/** Are the roots that a program trusts ready for the migrations of certificate authorities? */
module org.libchain.chainready {
    requires java.logging;

    exports org.libchain;
}
