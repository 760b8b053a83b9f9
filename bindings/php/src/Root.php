<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** A root that would mend something. */
final readonly class Root
{
    /** "GlobalSign Root R46" */
    public string $name;
    /** The same for a file's name. */
    public string $slug;
    /** In lower-case hexadecimal digits. */
    public string $sha256;
    /** "" where the certificate is not at hand. */
    public string $pem;
    /** Is it in a public root program? */
    public bool $isPublic;

    /** @internal */
    public function __construct(\ChainReadyNativeRoot $root)
    {
        $this->name = $root->name();
        $this->slug = $root->slug();
        $this->sha256 = $root->sha256();
        $this->pem = $root->pem();
        $this->isPublic = $root->is_public();
    }
}
