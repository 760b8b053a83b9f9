dnl SPDX-License-Identifier: Apache-2.0
dnl phpize && ./configure && make: the way of PIE and of distributions. Meson makes libchain, and SWIG the wrapper;
dnl both lists of sources stay where they are. What the tests use is built by meson alone: meson.build.

PHP_ARG_ENABLE([chainready],
  [whether to enable chainready],
  [AS_HELP_STRING([--enable-chainready], [Enable chainready])],
  [yes])

if test "$PHP_CHAINREADY" != "no"; then
  chainready_root=`cd "$abs_srcdir/../.." && pwd`
  chainready_library="$abs_builddir/chainready-build"
  for chainready_tool in meson ninja swig pkg-config; do
    if ! command -v $chainready_tool >/dev/null; then
      AC_MSG_ERROR([$chainready_tool is needed])
    fi
  done
  for chainready_package in libtasn1 nettle hogweed jansson; do
    AC_MSG_CHECKING([for $chainready_package])
    if pkg-config --exists $chainready_package; then
      AC_MSG_RESULT([`pkg-config --modversion $chainready_package`])
    else
      AC_MSG_ERROR([$chainready_package is needed, with its headers])
    fi
  done

  AC_MSG_NOTICE([building libchain])
  test -f "$chainready_library/build.ninja" ||
    meson setup "$chainready_library" "$chainready_root" --buildtype=release \
      -Dtests=false -Dbench=disabled -Dzlib=disabled -Dzstd=disabled >&AS_MESSAGE_LOG_FD ||
    AC_MSG_ERROR([meson setup failed, see config.log])
  ninja -C "$chainready_library" libchain/libchain-objects.a bindings/libchainready-bridge.a \
      >&AS_MESSAGE_LOG_FD ||
    AC_MSG_ERROR([libchain was not built, see config.log])
  chainready_version=`meson introspect --projectinfo "$chainready_library" | sed 's/.*"version": "\([[^"]]*\)".*/\1/'`
  swig -Wall -Werror -php7 -DCHAINREADY_VERSION=\"$chainready_version\" -prefix ChainReadyNative \
      -outdir "$abs_builddir" -o "$abs_builddir/native_wrap.c" "$abs_srcdir/php.i" ||
    AC_MSG_ERROR([SWIG failed; it must be 4.1 or later])

  dnl Meson's archives are thin: the linker finds the objects where they were built.
  CHAINREADY_SHARED_LIBADD="-Wl,--exclude-libs,ALL $chainready_library/bindings/libchainready-bridge.a $chainready_library/libchain/libchain-objects.a `pkg-config --libs libtasn1 nettle hogweed jansson` -lgmp"
  PHP_SUBST([CHAINREADY_SHARED_LIBADD])
  PHP_NEW_EXTENSION([chainready], [native_wrap.c], [$ext_shared],,
    [-I$chainready_root/bindings/bridge -I$chainready_root/libchain -fvisibility=hidden -fno-strict-aliasing])
fi
