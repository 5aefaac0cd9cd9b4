// Asks a person for picture files: the system's own window, or a phone's camera.

/**
 * @param {(files: File[]) => void} chosen
 * @param {{camera?: boolean}} [how]
 */
export function choosePictures(chosen, { camera = false } = {}) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.multiple = !camera;
  if (camera) input.setAttribute("capture", "environment");
  input.hidden = true;
  const done = () => input.remove();
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    done();
    if (files.length > 0) chosen(files);
  });
  input.addEventListener("cancel", done);
  document.body.append(input);
  input.click();
}
