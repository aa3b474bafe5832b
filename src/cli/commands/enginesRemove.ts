import { defineCommand } from '../command';
import { engineNews } from '../engineNews';
import { json } from '../options';
import { readInstallable } from './enginesInstall';

/** `visual-tuning engines remove`: takes away what `engines install` has added. */
export const enginesRemove = defineCommand({
  name: 'engines remove',
  summary: 'Remove what "engines install" has installed.',
  positionals: [{ name: 'NAME', help: 'tensorflow or cuda.' }],
  options: { json },
  run: async (context, { options, positionals: [name] }) => {
    const wanted = readInstallable(name);
    const news = engineNews(context, options.json);
    if (wanted === 'cuda') {
      const { removeCudaProvider } = await import('../../engines/installation/installCudaProvider');
      news.finish(await removeCudaProvider(process.env));
    } else {
      const { removeTensorflow } = await import('../../engines/installation/installTensorflow');
      news.finish(await removeTensorflow(process.env));
    }
  },
});
