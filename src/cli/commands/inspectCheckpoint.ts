import { checkpointReport } from '../checkpointReport';
import { defineCommand } from '../command';
import { downloadProgress } from '../downloadProgress';
import { json } from '../options';

/** `visual-tuning inspect checkpoint`: what a file holds, read off its header. */
export const inspectCheckpoint = defineCommand({
  name: 'inspect checkpoint',
  summary: 'Say what a checkpoint holds: its architecture, tensors, and what does not fit.',
  details: [
    'Reads names and shapes alone, so it is as fast for a large file as for a small one. Files of pickles are not opened.',
    'The number of attention heads leaves no trace in the shapes: it comes from a configuration beside the file, or is the usual one per 64 of the width.',
  ],
  positionals: [
    {
      name: 'FILE',
      help: 'A safetensors file, the index of several, a folder with either, or hf:organization/name.',
    },
  ],
  options: { json },
  examples: ['inspect checkpoint model.safetensors', 'inspect checkpoint hf:facebook/dinov2-small --json'],
  run: async (context, { options, positionals: [checkpoint] }) => {
    const { localCheckpoint } = await import('../../backbones/hub/localCheckpoint');
    const { describeCheckpoint } = await import('../../inspection/checkpoint/describeCheckpoint');
    const path = await localCheckpoint(checkpoint, {
      signal: context.interruption(),
      onProgress: downloadProgress(context),
    });
    const { inspection, notes } = await describeCheckpoint(path);
    notes.forEach(context.note);
    if (options.json) context.json(inspection);
    else
      context.print(
        checkpointReport(inspection)
          .map(([title, text]) => `${context.style.bold(title)}\n${text}`)
          .join('\n\n'),
      );
  },
});
