--TEST--
Text is without NUL, octets may have any, and types are checked
--EXTENSIONS--
chainready
--FILE--
<?php
foreach ([
    fn () => ChainReadyNativeStore::from_path("/a\0b", null),
    fn () => ChainReadyNativeStore::from_path(1, null),
    fn () => ChainReadyNativeStore::from_path(new ArrayObject(), null),
    fn () => ChainReadyNativeStore::from_path(null, null),
    fn () => ChainReadyNativeStore::from_bytes('mine', null, null),
    fn () => ChainReadyNativeStore::from_bytes('mine', "\0\0\0", null),
    fn () => (new ChainReadyNativeQuestion(1, 2))->add_store(null, null),
    fn () => (new ChainReadyNativeQuestion(1, 2))->add_store('store', null),
    fn () => (new ChainReadyNativeQuestion(1, 2))->add_store(),
    fn () => (new ChainReadyNativeQuestion(1, 2))->set_budget('paths', -1),
] as $call) {
    try {
        $call();
        echo "did not throw\n";
    } catch (Throwable $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
    }
}
var_dump(chainready_native_timeline_name(-1), chainready_native_timeline_name(PHP_INT_MAX));
--EXPECT--
ValueError: argument 1 must not contain any null bytes
TypeError: argument 1 must be a string, int given
TypeError: argument 1 must be a string, ArrayObject given
Exception: no path given
TypeError: data must be a string, null given
Exception: not a certificate or keystore of a form that is known
Exception: no store given
TypeError: Expected SWIGTYPE_p_bridge_store for argument 2 of Question_add_store
ArgumentCountError: Wrong parameter count for ChainReadyNativeQuestion::add_store()
Exception: budget: -1 is no bound for paths
NULL
NULL
