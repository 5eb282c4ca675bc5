/* A figure as a PNG for slides: the SVG file beside the page, drawn on paper of 1920 x 1080. */
(() => {
  const [width, height, margin] = [1920, 1080, 60]

  const picture = async (address) => {
    const image = new Image()
    image.src = address
    await image.decode()
    return image
  }

  const save = async (address) => {
    const image = await picture(address)
    const canvas = Object.assign(document.createElement("canvas"), { width, height })
    const paper = canvas.getContext("2d")
    const scale = Math.min((width - 2 * margin) / image.width, (height - 2 * margin) / image.height)
    const [wide, high] = [image.width * scale, image.height * scale]
    paper.fillStyle = "#fcfbf8" // the paper of the file
    paper.fillRect(0, 0, width, height)
    paper.drawImage(image, (width - wide) / 2, (height - high) / 2, wide, high)
    const link = document.createElement("a")
    link.download = address.split("/").pop().replace(/svg$/, "png")
    link.href = canvas.toDataURL("image/png")
    link.click()
  }

  for (const button of document.querySelectorAll(".save-png")) {
    button.hidden = false
    button.addEventListener("click", () => save(button.dataset.svg))
  }
})()
