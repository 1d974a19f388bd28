import { useState, type ReactNode } from 'react';
import { Field } from '../../design/parts';
import { useStaffText } from '../../text/staff/useStaffText';
import { canReadByCamera, useCamera } from './camera';

/** The ways for a code to come in: a field for hands and scanners, and the camera. */
export function Entry({ scan }: { scan: (text: string) => void }): ReactNode {
  const { own } = useStaffText();
  const [text, setText] = useState('');
  return (
    <>
      <form
        className="door-entry"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim()) scan(text);
          setText('');
        }}
      >
        <Field
          label={own('door.code')}
          value={text}
          autoFocus
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          onChange={({ target }) => {
            setText(target.value);
          }}
        />
        <button type="submit" className="button main">
          {own('door.check')}
        </button>
      </form>
      {canReadByCamera() ? <Camera scan={scan} /> : <p className="muted">{own('door.noCamera')}</p>}
    </>
  );
}

function Camera({ scan }: { scan: (text: string) => void }): ReactNode {
  const { own } = useStaffText();
  const [isOn, setOn] = useState(false);
  const { video, isRefused } = useCamera(isOn, scan);
  return (
    <>
      {isOn && !isRefused && <video ref={video} muted playsInline aria-label={own('door.cameraPicture')} />}
      {isOn && isRefused && (
        <p className="notice bad" role="alert">
          {own('door.cameraRefused')}
        </p>
      )}
      <button
        type="button"
        className="button"
        onClick={() => {
          setOn(!isOn);
        }}
      >
        {isOn ? own('door.cameraOff') : own('door.camera')}
      </button>
    </>
  );
}
