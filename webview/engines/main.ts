import '../../src/protocol/withoutCompiling';
import { render } from 'lit/html.js';
import {
  type EnginesMessage,
  type EnginesRequest,
  type EnginesState,
  enginesMessageSchema,
  enginesStateSchema,
} from '../../src/protocol/enginesPanel';
import { defineControls } from '../bridge/controls';
import { connect } from '../bridge/host';
import { type Contents, page } from './page';

const host = connect<EnginesMessage, EnginesRequest, EnginesState>({
  message: enginesMessageSchema,
  state: enginesStateSchema,
});

let contents: Contents = { words: undefined, report: null, problem: null, isLooking: true, task: null, said: null };

function change(changed: Partial<Contents>): void {
  contents = { ...contents, ...changed };
  const app = document.querySelector<HTMLElement>('#app');
  if (app !== null)
    render(
      page(contents, request => host.post(request)),
      app,
    );
}

function hear(message: EnginesMessage): void {
  switch (message.type) {
    case 'opened':
      change({ words: message.words });
      break;
    case 'looking':
      change({ isLooking: true });
      break;
    case 'report':
      // What was known stays in sight where a new look fails.
      change({ report: message.report ?? contents.report, problem: message.problem, isLooking: false });
      break;
    case 'task':
      change({ task: message.task, said: message.said });
  }
}

defineControls();
host.onMessage(hear);
host.keep({});
host.post({ type: 'ready' });
