--TEST--
It loads, and says so in phpinfo()
--EXTENSIONS--
chainready
--FILE--
<?php
ob_start();
phpinfo(INFO_MODULES);
preg_match('/^chainready\n\n(.*?)\n\n/ms', ob_get_clean(), $found);
echo $found[1], "\n";
var_dump(phpversion('chainready') === chainready_native_version());
foreach ((new ReflectionExtension('chainready'))->getFunctions() as $function) {
    if (!str_starts_with($function->name, 'chainready_native_')) {
        echo "$function->name is in everybody's way\n";
    }
}
--EXPECTF--
chainready => enabled
libchain => %d.%d.%d
Built-in migrations => %aoss-globalsign%A
bool(true)
