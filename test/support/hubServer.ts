import { createHash } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';

/** A model as the server has it: one commit, on `main`. */
export interface ServedModel {
  readonly files: Readonly<Record<string, Buffer | string>>;
  /** Needed to read it. */
  readonly token?: string;
  /** Its description is for everyone, its files for those who have the token. */
  readonly gated?: boolean;
}

export interface LoggedRequest {
  readonly server: 'hub' | 'files';
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly range?: string;
}

/** What goes wrong with the next request for a file's bytes, once. */
export interface Mishap {
  readonly file: string;
  /** Bytes of the answer after which the connection breaks. */
  readonly cutAfter?: number;
  /** Offset in the file of a byte that comes wrong. */
  readonly flipByte?: number;
  readonly ignoreRange?: boolean;
}

const isLarge = (file: string) => file.endsWith('.safetensors') || file.endsWith('.bin');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const gitHash = (bytes: Buffer) => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
const mainPattern = /^\/api\/models\/([^/]+\/[^/]+)\/(revision|paths-info)\/([^/?]+)/;
const filePattern = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/;

/**
 * A server that speaks the parts of the Hugging Face Hub's protocol that a download of a model needs, and a second one,
 * on another port, that large files are redirected to.
 */
export class HubServer {
  readonly requests: LoggedRequest[] = [];
  readonly mishaps: Mishap[] = [];
  endpoint = '';
  private readonly models = new Map<string, ServedModel>();
  private readonly commits = new Map<string, string>();
  private readonly hub = createServer((request, response) => this.answer(request, response));
  private readonly fileServer = createServer((request, response) => this.answerFile(request, response));

  static async start(models: Readonly<Record<string, ServedModel>>): Promise<HubServer> {
    const server = new HubServer();
    for (const [name, model] of Object.entries(models)) {
      const files = Object.entries(model.files).map(([file, bytes]) => file + gitHash(Buffer.from(bytes)));
      server.commits.set(name, gitHash(Buffer.from(files.join())));
      server.models.set(name, model);
    }
    await Promise.all([server.hub, server.fileServer].map(listen));
    server.endpoint = addressOf(server.hub);
    return server;
  }

  async close(): Promise<void> {
    await Promise.all([this.hub, this.fileServer].map(close));
  }

  commitOf(name: string): string {
    return this.commits.get(name) ?? '';
  }

  private log(server: LoggedRequest['server'], { method = '', url = '', headers }: IncomingMessage): void {
    const { authorization, range } = headers;
    this.requests.push({ server, method, path: url, ...(authorization && { authorization }), ...(range && { range }) });
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    this.log('hub', request);
    const url = request.url ?? '';
    const [, name, question, revision] = mainPattern.exec(url) ?? [];
    const [, repository, commit, file] = filePattern.exec(url) ?? [];
    const model = this.models.get(name ?? repository ?? '');
    const admitted = !model?.token || request.headers.authorization === `Bearer ${model.token}`;
    if (!model || (!admitted && !model.gated)) return refuse(response, 401, 'RepoNotFound');
    if (!admitted && file) return refuse(response, 401, 'GatedRepo');
    const known = this.commitOf(name ?? repository);
    if (!['main', known].includes(decodeURIComponent(revision ?? commit)))
      return refuse(response, 404, 'RevisionNotFound');
    if (question === 'revision') {
      const siblings = Object.keys(model.files).map(rfilename => ({ rfilename }));
      return json(response, { _id: '1', id: name, sha: known, siblings, lastModified: '2024-01-01T00:00:00.000Z' });
    }
    if (question === 'paths-info') return this.describePaths(model, request, response);
    const bytes = bytesOf(model, file);
    if (!bytes) return refuse(response, 404, 'EntryNotFound');
    response.setHeader('X-Repo-Commit', known);
    if (!isLarge(file)) return this.send(request, response, file, bytes);
    response.setHeader('X-Linked-Etag', `"${sha256(bytes)}"`);
    response.setHeader('X-Linked-Size', bytes.length);
    response.writeHead(302, { Location: `${addressOf(this.fileServer)}/${repository}/${file}` }).end();
  }

  private describePaths(model: ServedModel, request: IncomingMessage, response: ServerResponse): void {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { paths }: { paths: string[] } = JSON.parse(body);
      json(
        response,
        paths.flatMap(path => {
          const bytes = bytesOf(model, path);
          if (!bytes) return [];
          const lfs = { oid: sha256(bytes), size: bytes.length, pointerSize: 130 };
          const oid = gitHash(isLarge(path) ? Buffer.from(`pointer to ${lfs.oid}`) : bytes);
          return [{ type: 'file', path, size: bytes.length, oid, ...(isLarge(path) && { lfs }) }];
        }),
      );
    });
  }

  private answerFile(request: IncomingMessage, response: ServerResponse): void {
    this.log('files', request);
    const [, name, file] = /^\/([^/]+\/[^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    const model = this.models.get(name ?? '');
    const bytes = model && bytesOf(model, file);
    if (!bytes) return refuse(response, 404, 'EntryNotFound');
    this.send(request, response, file, bytes);
  }

  private send(request: IncomingMessage, response: ServerResponse, file: string, bytes: Buffer): void {
    const next = this.mishaps.findIndex(mishap => mishap.file === file);
    const [{ cutAfter, flipByte = -1, ignoreRange }] = next < 0 ? [{}] : this.mishaps.splice(next, 1);
    const [, begin] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const start = begin === undefined || ignoreRange ? 0 : Number(begin);
    const part = Buffer.from(bytes.subarray(start));
    if (flipByte >= start) part[flipByte - start] ^= 1;
    response.writeHead(start > 0 ? 206 : 200, {
      // The storage behind the hub has hashes of its own.
      ETag: isLarge(file) ? '"of the storage"' : `"${gitHash(bytes)}"`,
      'Content-Length': part.length,
      'Accept-Ranges': 'bytes',
      ...(start > 0 && { 'Content-Range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }),
    });
    if (cutAfter === undefined) response.end(part);
    else response.write(part.subarray(0, cutAfter), () => setTimeout(() => response.destroy(), 20));
  }
}

function bytesOf({ files }: ServedModel, file: string): Buffer | undefined {
  return Object.hasOwn(files, file) ? Buffer.from(files[file]) : undefined;
}

function json(response: ServerResponse, document: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(document));
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'X-Error-Code': code, 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: code }));
}

function listen(server: Server): Promise<void> {
  return new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return `http://127.0.0.1:${address.port}`;
}
