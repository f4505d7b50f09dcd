import { describePages } from './describe-pages.js';
import { pipelineGuides } from './pages.js';

describePages(pipelineGuides);
