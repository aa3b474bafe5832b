import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A host of files, on this machine, whose transfers can be disturbed. */
export class StorageServer {
  /** What it was asked for, such as `GET /file` or, from the tenth byte on, `GET /file 10`. */
  readonly asked: string[] = [];
  /** Bytes after which the next answers break off. */
  readonly cuts: number[] = [];
  /** Takes what it is asked for and never answers, as a closed network does. */
  silent = false;

  private readonly files = new Map<string, Buffer>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<StorageServer> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const storage = new StorageServer(server);
    server.on('request', ({ url = '', method, headers }, response) => {
      const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
      storage.asked.push(`${method} ${url}${start > 0 ? ` ${start}` : ''}`);
      if (storage.silent) return;
      const contents = storage.files.get(url.slice(1));
      if (contents === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.setHeader('Content-Length', contents.length - start);
      response.setHeader('x-goog-hash', `crc32c=AAAAAA==, md5=${storage.md5s.get(url.slice(1)) ?? md5Of(contents)}`);
      if (start > 0) response.setHeader('Content-Range', `bytes ${start}-${contents.length - 1}/${contents.length}`);
      response.statusCode = start > 0 ? 206 : 200;
      const cut = method === 'HEAD' ? undefined : storage.cuts.shift();
      if (method === 'HEAD') response.end();
      else if (cut === undefined) response.end(contents.subarray(start));
      else response.write(contents.subarray(start, start + cut), () => response.destroy());
    });
    return storage;
  }

  /** MD5s that it gives in place of the right ones. */
  readonly md5s = new Map<string, string>();

  /** @returns the file's SHA-256 */
  put(path: string, contents: Buffer): string {
    this.files.set(path, contents);
    return createHash('sha256').update(contents).digest('hex');
  }

  take(path: string): void {
    this.files.delete(path);
  }

  get address(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    return `http://127.0.0.1:${address.port}/`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve, reject) => this.server.close(error => (error ? reject(error) : resolve())));
  }
}

const md5Of = (contents: Buffer) => createHash('md5').update(contents).digest('base64');
