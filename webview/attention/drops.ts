/** Takes image files that are dropped on an element, or pasted; shows by a class that it would, with a word for it. */
export function acceptDrops(
  element: HTMLElement,
  take: (name: string, bytes: Uint8Array) => void,
  word: () => string,
): void {
  const takeAll = async (files: FileList | undefined) => {
    for (const file of files ?? []) take(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  const show = (isOver: boolean) => {
    element.classList.toggle('dropping', isOver);
    element.dataset.drop = word();
  };
  element.addEventListener('dragover', event => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    show(true);
  });
  element.addEventListener('dragleave', event => {
    if (event.relatedTarget === null) show(false);
  });
  element.addEventListener('drop', event => {
    event.preventDefault();
    show(false);
    void takeAll(event.dataTransfer?.files);
  });
  element.addEventListener('paste', event => {
    void takeAll(event.clipboardData?.files);
  });
}
