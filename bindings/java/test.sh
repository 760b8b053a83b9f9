#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The jar, its javadoc, its tests on every JDK from 17 on that is at hand, and the example of Spring Boot.
# usage: test.sh BUILD
set -eu
source=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
reports="$build/bindings/java/maven/surefire-reports $build/bindings/java/spring/surefire-reports"
passed=0 failed=0 skipped=0

maven() {
    # shellcheck disable=SC2086 # two folders
    rm -rf $reports
    status=0
    mvn -B -q -Dchainready.build="$build" "$@" || status=$?
    # shellcheck disable=SC2046,SC2086 # numbers, and two folders
    set -- $(cat $(find $reports -name 'TEST-*.xml' 2>/dev/null) /dev/null |
        grep -o '<testsuite .*' | tr ' ' '\n' | awk -F'"' '
            /^tests=/ { tests += $2 } /^failures=|^errors=/ { bad += $2 } /^skipped=/ { left += $2 }
            END { print tests - bad - left, bad + 0, left + 0 }')
    [ "$status" = 0 ] || [ "$2" != 0 ] || set -- "$1" 1 "$3"
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
    echo "$name: $1 passed, $2 failed, $3 skipped"
}

own=$(mvn -v | sed -n 's/.*runtime: //p')
own=$(readlink -f "$own")
name="Java, $(basename "$own")"
maven -f "$source/pom.xml" install
for home in /usr/lib/jvm/*; do
    [ ! -h "$home" ] && [ "$home" != "$own" ] && [ -x "$home/bin/java" ] || continue
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")
    [ "${version:-0}" -ge 17 ] || continue
    name="Java, $(basename "$home")"
    maven -f "$source/pom.xml" surefire:test -Djava.tested="$home"
done
name="Java, Spring Boot"
maven -f "$source/examples/spring/pom.xml" test -Dshop.target="$build/bindings/java/spring"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
