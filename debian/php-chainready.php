mod debian/tmp/php/chainready.so
mod debian/chainready.ini
