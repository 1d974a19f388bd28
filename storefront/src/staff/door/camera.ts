/** Reading codes by the camera, where the browser can: Chrome and Edge, not all of them. */
import { useEffect, useRef, useState, type RefObject } from 'react';

interface Detector {
  detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]>;
}

declare global {
  interface Window {
    BarcodeDetector?: new (options: { formats: string[] }) => Detector;
  }
}

/** How often the picture is looked at, and how long a code that stays in it counts as one scan. */
const LOOK_EVERY = 200;
const SAME_SCAN = 4_000;

export const canReadByCamera = (): boolean => window.BarcodeDetector !== undefined;

/** Shows the camera in `video` while it is on, and hands over each code that comes into view. */
export function useCamera(
  isOn: boolean,
  onCode: (code: string) => void,
): { video: RefObject<HTMLVideoElement | null>; isRefused: boolean } {
  const video = useRef<HTMLVideoElement>(null);
  const [isRefused, setRefused] = useState(false);

  useEffect(() => {
    const Known = window.BarcodeDetector;
    if (!isOn || !Known) return;
    const detector = new Known({ formats: ['qr_code'] });
    const seen = new Map<string, number>();
    let stream: MediaStream | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      if (!video.current || video.current.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
      for (const { rawValue } of await detector.detect(video.current)) {
        const now = Date.now();
        if (now - (seen.get(rawValue) ?? 0) > SAME_SCAN) onCode(rawValue);
        seen.set(rawValue, now);
      }
    };
    const start = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      if (isOver || !video.current) {
        stop(stream);
        return;
      }
      video.current.srcObject = stream;
      await video.current.play();
    };
    start().then(
      () => {
        setRefused(false);
      },
      () => {
        setRefused(true);
      },
    );
    const timer = setInterval(() => void look(), LOOK_EVERY);
    return () => {
      isOver = true;
      clearInterval(timer);
      if (stream) stop(stream);
    };
  }, [isOn, onCode]);

  return { video, isRefused };
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
