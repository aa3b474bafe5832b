import * as z from 'zod';
import { requestSoon, Unreachable } from './request';

/** A wheel as an index of Python packages lists it. */
export interface ListedWheel {
  readonly file: string;
  readonly url: string;
  /** SHA-256 in hexadecimal digits, if the index gives it. */
  readonly sha256: string | null;
  /** Bytes, if the index gives them. */
  readonly size: number | null;
}

const usualIndex = 'https://pypi.org/simple';
const json = 'application/vnd.pypi.simple.v1+json';

const projectSchema = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: z.record(z.string(), z.string()).optional(),
      size: z.number().optional(),
    }),
  ),
});

/** The index that pip would ask: PIP_INDEX_URL, else PyPI. */
export const indexOf = (environment: NodeJS.ProcessEnv): string =>
  (environment.PIP_INDEX_URL || usualIndex).replace(/\/+$/, '');

/**
 * The wheels of a project (PEP 503 and 691).
 * @throws {Unreachable} if the index can't be asked or doesn't have it
 */
export async function listWheels(index: string, project: string, signal: AbortSignal): Promise<ListedWheel[]> {
  if (!/^https?:/.test(index)) throw new Unreachable(`The index ${index} is not one of the web.`);
  const address = `${index}/${project}/`;
  const response = await requestSoon(address, signal, { headers: { Accept: `${json}, text/html;q=0.5` } });
  const isJson = response.headers.get('Content-Type')?.includes('json') ?? false;
  const text = await response.text();
  const listed = isJson ? fromJson(text) : fromPage(text);
  return listed.flatMap(wheel => {
    const url = new URL(wheel.url, response.url);
    url.hash = '';
    return wheel.file.endsWith('.whl') ? { ...wheel, url: url.href } : [];
  });
}

function fromJson(text: string): ListedWheel[] {
  return projectSchema.parse(JSON.parse(text)).files.map(({ filename, url, hashes, size }) => ({
    file: filename,
    url,
    sha256: hashes?.sha256 ?? null,
    size: size ?? null,
  }));
}

function fromPage(text: string): ListedWheel[] {
  return [...text.matchAll(/<a\s[^>]*href="([^"]+)"[^>]*>([^<]+)<\/a>/gi)].map(([, link, name]) => ({
    file: name.trim(),
    url: link.replaceAll('&amp;', '&'),
    sha256: /#sha256=([0-9a-f]{64})/.exec(link)?.[1] ?? null,
    size: null,
  }));
}
