// @ts-check
import { createServer } from 'node:net';

/**
 * A port of this machine that nobody listens on.
 * @param {number} preferred taken where it is free, so that an address stays the same from one start to the next
 * @returns {Promise<number>}
 */
export function freePort(preferred) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', error => (preferred === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(preferred, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : preferred;
      server.close(() => resolve(port));
    });
  });
}
