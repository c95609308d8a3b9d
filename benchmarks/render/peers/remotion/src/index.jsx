import {registerRoot} from 'remotion';
import {Root} from './film.jsx';

registerRoot(Root);
