import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An index of Python packages, on this machine: one wheel, whose transfer can be disturbed, and others that are added. */
export class IndexServer {
  /** `Range` headers of the requests for the wheel, `whole` where there was none. */
  readonly ranges: string[] = [];
  /** Paths of the requests for what was added. */
  readonly asked: string[] = [];
  /** Bytes after which the next answers break off. */
  readonly cuts: number[] = [];
  format: 'json' | 'html' = 'json';
  /** Sends other bytes than were listed. */
  damaged = false;

  /** By their projects. */
  private readonly others = new Map<string, { readonly file: string; readonly wheel: Buffer }>();

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
      const other = [...index.others].find(([name, { file: its }]) =>
        [`/simple/${name}/`, `/files/${its}`].includes(url),
      );
      if (url === `/simple/${project}/`) {
        const isJson = index.format === 'json';
        response.setHeader('Content-Type', isJson ? 'application/vnd.pypi.simple.v1+json' : 'text/html');
        response.end(isJson ? index.json() : index.page());
      } else if (other !== undefined) {
        index.asked.push(url);
        if (url.startsWith('/simple/')) response.setHeader('Content-Type', 'application/vnd.pypi.simple.v1+json');
        response.end(url.startsWith('/simple/') ? index.json(other[1]) : other[1].wheel);
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

  add(project: string, file: string, wheel: Buffer): void {
    this.others.set(project, { file, wheel });
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

  private json({ file, wheel }: { readonly file: string; readonly wheel: Buffer } = this): string {
    return JSON.stringify({
      meta: { 'api-version': '1.1' },
      files: [
        { filename: 'tensorflow_cpu-1.0.tar.gz', url: 'elsewhere', hashes: {} },
        { filename: file, url: `../../files/${file}`, hashes: { sha256: hashOf(wheel) }, size: wheel.length },
      ],
    });
  }

  private page(): string {
    const { file, wheel } = this;
    return `<!DOCTYPE html><a href="../../files/${file}#sha256=${hashOf(wheel)}" data-requires-python="&gt;=3.9">${file}</a><br>`;
  }
}

const hashOf = (wheel: Buffer) => createHash('sha256').update(wheel).digest('hex');
