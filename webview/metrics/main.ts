import '../../src/protocol/withoutCompiling';
import { defineControls } from '../bridge/controls';
import { MetricsPage } from './metricsPage';

defineControls();
new MetricsPage().start();
