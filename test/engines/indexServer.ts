import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An index of Python packages with one wheel, on this machine. */
export class IndexServer {
  /** `Range` headers of the requests for the wheel, `whole` where there was none. */
  readonly ranges: string[] = [];
  /** Bytes after which the next answers break off. */
  readonly cuts: number[] = [];
  format: 'json' | 'html' = 'json';
  /** Sends other bytes than were listed. */
  damaged = false;

  private constructor(
    private readonly server: Server,
    readonly file: string,
    readonly wheel: Buffer,
  ) {}

  static async start(file: string, wheel: Buffer, project = 'tensorflow-cpu'): Promise<IndexServer> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const index = new IndexServer(server, file, wheel);
    server.on('request', ({ url = '', method, headers }, response) => {
      if (url === `/simple/${project}/`) {
        const isJson = index.format === 'json';
        response.setHeader('Content-Type', isJson ? 'application/vnd.pypi.simple.v1+json' : 'text/html');
        response.end(isJson ? index.json() : index.page());
      } else if (url === `/files/${file}` && method === 'HEAD') {
        response.setHeader('Content-Length', wheel.length).end();
      } else if (url === `/files/${file}`) {
        index.ranges.push(headers.range ?? 'whole');
        const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
        const contents = index.damaged ? Buffer.alloc(wheel.length) : wheel;
        const cut = index.cuts.shift();
        response.statusCode = start > 0 ? 206 : 200;
        response.setHeader('Content-Length', wheel.length - start);
        if (start > 0) response.setHeader('Content-Range', `bytes ${start}-${wheel.length - 1}/${wheel.length}`);
        if (cut === undefined) response.end(contents.subarray(start));
        else response.write(contents.subarray(start, start + cut), () => response.destroy());
      } else response.writeHead(404).end();
    });
    return index;
  }

  get address(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    return `http://127.0.0.1:${address.port}/simple`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve, reject) => this.server.close(error => (error ? reject(error) : resolve())));
  }

  private get hash(): string {
    return createHash('sha256').update(this.wheel).digest('hex');
  }

  private json(): string {
    const { file, hash, wheel } = this;
    return JSON.stringify({
      meta: { 'api-version': '1.1' },
      files: [
        { filename: 'tensorflow_cpu-1.0.tar.gz', url: 'elsewhere', hashes: {} },
        { filename: file, url: `../../files/${file}`, hashes: { sha256: hash }, size: wheel.length },
      ],
    });
  }

  private page(): string {
    const { file, hash } = this;
    return `<!DOCTYPE html><a href="../../files/${file}#sha256=${hash}" data-requires-python="&gt;=3.9">${file}</a><br>`;
  }
}
