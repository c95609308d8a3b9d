// The storyboard with Remotion: pictures, type and shapes are elements whose styles depend on the frame.
//
// Chosen in its favour: the pictures come reduced and are moved by a CSS transform, so that Chromium scales them and
// React touches one attribute; only scenes and tiles that are seen in a frame are in the page; type is plain HTML;
// transitions are opacity, transforms and clip paths.
import {AbsoluteFill, Composition, Html5Audio, Img, continueRender, delayRender, staticFile, useCurrentFrame} from 'remotion';

const at = (value, index) => (Array.isArray(value) ? value[index] : value);

const Plate = ({plate, index}) => {
  const [x, y, width, height] = plate.box;
  const [left, top, across] = plate.windows[index];
  const scale = width / across;
  return (
    <div style={{position: 'absolute', left: x, top: y, width, height, overflow: 'hidden'}}>
      <Img
        src={staticFile(plate.file)}
        style={{
          position: 'absolute',
          width: plate.width,
          height: plate.height,
          maxWidth: 'none',
          transformOrigin: '0 0',
          transform: `scale(${scale}) translate(${-left}px, ${-top}px)`,
        }}
      />
    </div>
  );
};

const hidden = (from, share) => {
  const rest = `${(1 - share) * 100}%`;
  return {
    left: `inset(-50% ${rest} -50% -5%)`,
    right: `inset(-50% -5% -50% ${rest})`,
    top: `inset(-5% -5% ${rest} -5%)`,
    bottom: `inset(${rest} -5% -5% -5%)`,
  }[from];
};

const Line = ({line, align}) => {
  const {ascent, descent} = line.runs[0];
  return (
    <div
      style={{
        position: 'absolute',
        top: line.baseline - ascent,
        left: align === 'left' ? 0 : align === 'center' ? '-50%' : '-100%',
        lineHeight: `${ascent + descent}px`,
        whiteSpace: 'pre',
      }}
    >
      {line.runs.map((run, key) => (
        <span key={key} style={{fontFamily: run.face, fontSize: run.size, color: run.color, letterSpacing: run.tracking}}>
          {run.text}
        </span>
      ))}
    </div>
  );
};

const Tile = ({tile, index}) => {
  const share = at(tile.reveal, index);
  const style = {
    position: 'absolute',
    left: 0,
    top: 0,
    opacity: at(tile.opacity, index),
    transform: `translate(${at(tile.x, index)}px, ${at(tile.y, index)}px)`,
  };
  if (tile.kind === 'text') {
    const height = tile.lines[tile.lines.length - 1].baseline + tile.size * 0.35;
    const box = {...style, width: 1600, height, clipPath: share < 1 ? hidden(tile.revealFrom, share) : undefined};
    return (
      <div style={box}>
        {tile.lines.map((line, key) => (
          <Line key={key} line={line} align={tile.align} />
        ))}
      </div>
    );
  }
  return (
    <div
      style={{
        ...style,
        width: tile.width,
        height: tile.height,
        borderRadius: tile.radius,
        background: tile.kind === 'gradient' ? `linear-gradient(to ${tile.toward}, ${tile.color.slice(0, 7)}00, ${tile.color})` : tile.color,
        clipPath: share < 1 ? hidden(tile.revealFrom, share) : undefined,
      }}
    />
  );
};

const Scene = ({scene, frame, style}) => {
  const index = frame - scene.start - scene.first;
  const seen = (tile) => tile.from <= index && index < tile.until;
  const [ground, ...others] = scene.plates;
  return (
    <AbsoluteFill style={{backgroundColor: scene.background, ...style}}>
      <Plate plate={ground} index={index} />
      {scene.under.filter(seen).map((tile, key) => (
        <Tile key={key} tile={tile} index={index} />
      ))}
      {others.map((plate) => (
        <Plate key={plate.file} plate={plate} index={index} />
      ))}
      {scene.tiles.map((tile, key) => (seen(tile) ? <Tile key={key} tile={tile} index={index} /> : null))}
    </AbsoluteFill>
  );
};

const away = {left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1]};
const swept = (toward, share) => {
  const rest = `${(1 - Math.min(Math.max(share, 0), 1)) * 100}%`;
  return {
    left: `inset(0 0 0 ${rest})`,
    right: `inset(0 ${rest} 0 0)`,
    top: `inset(${rest} 0 0 0)`,
    bottom: `inset(0 0 ${rest} 0)`,
  }[toward];
};

const Change = ({score, index, frame}) => {
  const change = score.transitions[index];
  const [before, after] = [score.scenes[index], score.scenes[index + 1]];
  const share = change.progress[frame - after.start + change.frames / 2];
  const scene = (which, style) => <Scene key={which.start} scene={which} frame={frame} style={style} />;
  const panel = (clipPath) => <AbsoluteFill key="panel" style={{backgroundColor: change.color, clipPath}} />;
  if (change.kind === 'dissolve') {
    return [scene(before), scene(after, {opacity: share})];
  }
  if (change.kind === 'push') {
    const [x, y] = away[change.toward];
    const moved = (by) => ({transform: `translate(${x * by * 100}%, ${y * by * 100}%)`});
    return [scene(before, moved(share)), scene(after, moved(share - 1))];
  }
  if (change.kind === 'wipe') {
    return [
      scene(before),
      panel(swept(change.toward, share * 1.14)),
      scene(after, {clipPath: swept(change.toward, share * 1.14 - 0.14)}),
    ];
  }
  const reach = Math.hypot(score.width, score.height) / 2;
  const circle = (radius) => `circle(${radius}px at 50% 50%)`;
  return [
    scene(before),
    panel(circle(reach * (share + 0.035 * Math.sin(Math.PI * share)))),
    scene(after, {clipPath: circle(reach * share)}),
  ];
};

const Film = (score) => {
  const frame = useCurrentFrame();
  const changing = score.transitions.findIndex((change, index) => {
    const step = frame - score.scenes[index + 1].start + change.frames / 2;
    return step >= 0 && step < change.frames;
  });
  const index = score.scenes.findIndex((scene) => frame < scene.start + scene.frames);
  return (
    <AbsoluteFill>
      <Html5Audio src={staticFile(score.sound)} />
      {changing >= 0 ? (
        <Change score={score} index={changing} frame={frame} />
      ) : (
        <Scene key={score.scenes[index].start} scene={score.scenes[index]} frame={frame} />
      )}
    </AbsoluteFill>
  );
};

const loading = delayRender('score and faces');
let known = null;
const arrived = (async () => {
  known = await (await fetch(staticFile('score.json'))).json();
  const faces = Object.entries(known.faces).map(([name, file]) => new FontFace(name, `url(${staticFile(file)})`));
  await Promise.all(faces.map(async (face) => document.fonts.add(await face.load())));
  continueRender(loading);
})();

export const Root = () => (
  <Composition
    id="film"
    component={Film}
    width={1920}
    height={1080}
    fps={30}
    durationInFrames={900}
    calculateMetadata={async () => {
      await arrived;
      const {width, height, fps, frames} = known;
      return {width, height, fps, durationInFrames: frames, props: known};
    }}
  />
);
