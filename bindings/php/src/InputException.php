<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** Something that was to be read cannot be used; the classes below say why. */
abstract class InputException extends CallException
{
}
