// SPDX-License-Identifier: Apache-2.0
/**
 * Are the roots that a program trusts ready for the migrations of certificate authorities?
 *
 * <p>{@link org.libchain.ChainReady#ready()} is where to start.
 */
package org.libchain;
