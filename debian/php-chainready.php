mod debian/module/chainready.so
mod debian/chainready.ini
