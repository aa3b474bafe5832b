import * as vscode from 'vscode';
import { isHubName, parseHubName } from '../../backbones/hub/hubName';
import { architectureIds } from '../../backbones/namedArchitectures';
import { embeddedCheckpoint } from '../../protocol/embeddedBackbone';
import { InputError } from '../../protocol/inputError';
import { added, pathIn } from './draft';
import type { NewExperiment } from './newExperimentFile';
import { type Answer, type Place, inputStep, pickStep } from './steps';

const { l10n } = vscode;

/** Asks for the backbone: the one that comes with the product, or an architecture and where its weights are. */
export async function backboneStep(
  place: Place,
  draft: NewExperiment,
  folder: vscode.Uri,
): Promise<Answer<NewExperiment>> {
  const items = architectureIds.map(id => ({
    label: id,
    description: embeddedCheckpoint(id) ? l10n.t('pre-trained, comes with the extension') : undefined,
  }));
  const chosen = await pickStep(place, l10n.t('Which backbone?'), items);
  if (typeof chosen === 'string') return chosen;
  const { label: architecture } = chosen.value;
  if (embeddedCheckpoint(architecture)) return { value: { ...draft, backbone: architecture } };
  const checkpoint = await weightsStep(place, architecture, folder);
  if (checkpoint === 'back') return backboneStep(place, draft, folder);
  return added(draft, checkpoint, value => ({
    backbone: value === null ? { architecture } : { architecture, checkpoint: value },
  }));
}

/** Asks where the weights of an architecture are; null: they are to be fresh. */
async function weightsStep(place: Place, architecture: string, folder: vscode.Uri): Promise<Answer<string | null>> {
  const items = [
    { label: `$(cloud-download) Hugging Face`, description: l10n.t('a model of the hub'), from: 'hub' },
    { label: `$(file) ${l10n.t('A file')}`, description: '.safetensors', from: 'file' },
    {
      label: `$(circle-outline) ${l10n.t('None')}`,
      description: l10n.t('fresh weights, to compare with'),
      from: 'none',
    },
  ] as const;
  const chosen = await pickStep(place, l10n.t('Where are the pre-trained weights of {0}?', architecture), items);
  if (typeof chosen === 'string') return chosen;
  switch (chosen.value.from) {
    case 'none':
      return { value: null };
    case 'hub':
      return hubStep(place);
    case 'file': {
      const [file] =
        (await vscode.window.showOpenDialog({
          title: l10n.t('Choose the Checkpoint'),
          filters: { Safetensors: ['safetensors'] },
          defaultUri: folder,
        })) ?? [];
      return file ? { value: pathIn(folder, file) } : weightsStep(place, architecture, folder);
    }
  }
}

async function hubStep(place: Place): Promise<Answer<string>> {
  const answer = await inputStep(
    place,
    l10n.t('Name of the model, for example google/vit-base-patch16-224'),
    '',
    hubProblem,
  );
  return typeof answer === 'string' ? answer : { value: withScheme(answer.value) };
}

const withScheme = (name: string) => (isHubName(name) ? name : `hf:${name}`);

function hubProblem(text: string): string | undefined {
  try {
    parseHubName(withScheme(text.trim()));
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
