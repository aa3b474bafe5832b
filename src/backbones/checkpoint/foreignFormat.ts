/** Why a file of torch.save is not read, and what to do instead: the end of a sentence that begins with the file. */
export const convertFromTorch =
  'which may run code when opened and is not read here: convert it in Python with ' +
  '`safetensors.torch.save_file(torch.load(path, weights_only=True), "model.safetensors")`';

/** What a file that is not safetensors turns out to be, by its first bytes (as Latin-1), and what to do with it. */
const formats: readonly { readonly starts: readonly string[]; readonly said: string }[] = [
  {
    starts: ['version https://git-lfs.github.com/spec'],
    said: 'is a Git LFS pointer, not the weights: run `git lfs pull` where the file comes from',
  },
  {
    starts: ['PK\x03\x04'],
    said: `is a zip archive such as torch.save writes (.pt, .pth, .bin), ${convertFromTorch}`,
  },
  {
    starts: ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'],
    said: `is a Python pickle such as older versions of torch.save write, ${convertFromTorch}`,
  },
  { starts: ['\x89HDF'], said: 'is an HDF5 file: convert it to safetensors' },
  { starts: ['\x93NUMPY'], said: 'is a NumPy array: convert it with `safetensors.numpy.save_file`' },
  { starts: ['GGUF'], said: 'is a GGUF file: get the safetensors version of the model' },
  { starts: ['<!doctype', '<!DOCTYPE', '<html'], said: 'is a web page, not the weights: download the file itself' },
];

/** Bytes that `recognizeForeign` looks at. */
export const foreignPrefixBytes = 64;

/** Says what a file that begins with these bytes is, or undefined if that is not known. */
export function recognizeForeign(start: Uint8Array): string | undefined {
  const text = Buffer.from(start).toString('latin1');
  return formats.find(format => format.starts.some(prefix => text.startsWith(prefix)))?.said;
}
