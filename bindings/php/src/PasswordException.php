<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** A keystore needs a password, or another one. */
final class PasswordException extends InputException
{
}
