import { createHash } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An index of NuGet's packages with one, on this machine. */
export class NugetServer {
  /** Sends other bytes than were published. */
  damaged = false;

  private constructor(private readonly server: Server) {}

  static async start(id: string, version: string, contents: Buffer): Promise<NugetServer> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const nuget = new NugetServer(server);
    const at = (path: string) => `${nuget.base}${path}`;
    const name = id.toLowerCase();
    const packageHash = createHash('sha512').update(contents).digest('base64');
    const answers: Readonly<Record<string, () => unknown>> = {
      '/v3/index.json': () => ({
        version: '3.0.0',
        resources: [
          { '@id': at('/query'), '@type': 'SearchQueryService' },
          { '@id': at('/registration/'), '@type': 'RegistrationsBaseUrl' },
        ],
      }),
      [`/registration/${name}/${version}.json`]: () => ({
        catalogEntry: at('/catalog.json'),
        packageContent: at(`/${name}.nupkg`),
      }),
      '/catalog.json': () => ({ packageHash, packageHashAlgorithm: 'SHA512', packageSize: contents.length }),
    };
    server.on('request', ({ url = '' }, response) => {
      if (url === `/${name}.nupkg`) response.end(nuget.damaged ? Buffer.alloc(contents.length) : contents);
      else if (url in answers) response.end(JSON.stringify(answers[url]()));
      else response.writeHead(404).end();
    });
    return nuget;
  }

  get address(): string {
    return `${this.base}/v3/index.json`;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve, reject) => this.server.close(error => (error ? reject(error) : resolve())));
  }

  private get base(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }
}
