--TEST--
What fails is thrown, as an exception of the layer where there is one
--EXTENSIONS--
chainready
--FILE--
<?php
foreach (['bare', 'layer'] as $way) {
    if ($way === 'layer') {
        require __DIR__ . '/../autoload.php';
    }
    foreach ([
        fn () => ChainReadyNativeStore::from_path('/nowhere', null),
        fn () => ChainReadyNativeStore::from_bytes('mine', "0\x82", null),
        fn () => ChainReadyNativeTimeline::builtin('none'),
        fn () => new ChainReadyNativeQuestion(2, 1),
        fn () => (new ChainReadyNativeQuestion(1, 2))->run(),
        fn () => (new ChainReadyNativePlace('/a'))->get('colour'),
        fn () => chainready_native_explain('nothing'),
    ] as $call) {
        try {
            $call();
            echo "did not throw\n";
        } catch (Exception $error) {
            echo $error::class, ': ', $error->getMessage();
            echo $way === 'layer' ? " ($error->status, $error->entry, " . json_encode($error->offset) . ")\n" : "\n";
        }
    }
}
--EXPECT--
Exception: no such file
Exception: not a certificate: not a DER SEQUENCE, or cut off
Exception: there is no built-in timeline 'none'
Exception: 'until' must be later than 'at'
Exception: no store to ask about was added
Exception: a place has no field 'colour'
Exception: there is no finding 'nothing'
ChainReady\NotFoundException: /nowhere: no such file (not_found, 0, null)
ChainReady\MalformedException: mine: not a certificate: not a DER SEQUENCE, or cut off (malformed, 1, 0)
ChainReady\NotFoundException: there is no built-in timeline 'none' (not_found, 0, null)
ChainReady\ArgumentException: 'until' must be later than 'at' (argument, 0, null)
ChainReady\ArgumentException: no store to ask about was added (argument, 0, null)
ChainReady\ArgumentException: a place has no field 'colour' (argument, 0, null)
ChainReady\ArgumentException: there is no finding 'nothing' (argument, 0, null)
