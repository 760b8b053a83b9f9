// SPDX-License-Identifier: Apache-2.0
// Node's tls, and by it the OpenSSL that it was built with; see handshake.py.
'use strict';
const fs = require('fs');
const tls = require('tls');
const readline = require('readline');

function certificates(path) {
    return fs.readFileSync(path, 'latin1').match(/-----BEGIN[^]*?-----END CERTIFICATE-----\n/g);
}

let last = Promise.resolve();
readline.createInterface({ input: process.stdin }).on('line', (line) => {
    last = last.then(() => new Promise((resolve) => {
        const test = JSON.parse(line);
        const done = (answer) => {
            process.stdout.write(answer + '\n');
            resolve();
        };
        const socket = tls.connect({
            host: '127.0.0.1', port: test.port, servername: test.host, ca: certificates(test.ca),
        });
        let answered = false;
        const once = (answer) => {
            if (!answered)
                done(answer);
            answered = true;
            socket.destroy();
        };
        socket.on('secureConnect', () => once('1'));
        socket.on('error', (error) => once('0:' + (error.code || error.message)));
    }));
});
