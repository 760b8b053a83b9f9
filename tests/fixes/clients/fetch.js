// SPDX-License-Identifier: Apache-2.0
// Fetches a page with Node's own https.
require('https').get(process.argv[2], (response) => {
  response.pipe(process.stdout);
}).on('error', (error) => {
  console.error(error.code, error.message);
  process.exitCode = 1;
});
