--TEST--
No object is cloned, serialized, subclassed or made without its constructor
--EXTENSIONS--
chainready
--FILE--
<?php
$question = new ChainReadyNativeQuestion(1, 2);
foreach ([
    fn () => clone $question,
    fn () => serialize($question),
    fn () => unserialize('O:21:"ChainReadyNativeStore":0:{}'),
    fn () => new ChainReadyNativeStore(),
    fn () => (new ReflectionClass('ChainReadyNativeStore'))->newInstanceWithoutConstructor(),
    fn () => (new ReflectionClass($question))->newInstanceWithoutConstructor(),
] as $call) {
    try {
        $call();
        echo "did not throw\n";
    } catch (Throwable $error) {
        echo $error::class, ': ', $error->getMessage(), "\n";
    }
}
foreach ((new ReflectionExtension('chainready'))->getClasses() as $class) {
    if (str_starts_with($class->name, 'ChainReadyNative') && $class->name !== 'ChainReadyNative'
        && (!$class->isFinal() || $class->isCloneable() || !$class->hasMethod('__construct'))) {
        echo "$class->name is open\n";
    }
}
--EXPECT--
Error: Trying to clone an uncloneable object of class ChainReadyNativeQuestion
Exception: Serialization of 'ChainReadyNativeQuestion' is not allowed
Exception: Unserialization of 'ChainReadyNativeStore' is not allowed
Error: Call to private ChainReadyNativeStore::__construct() from global scope
ReflectionException: Class ChainReadyNativeStore is an internal class marked as final that cannot be instantiated without invoking its constructor
ReflectionException: Class ChainReadyNativeQuestion is an internal class marked as final that cannot be instantiated without invoking its constructor
