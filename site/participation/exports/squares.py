"""The square on paper that a phone's own camera reads."""

import base64
import io


def square_of(address: str) -> str:
    """The picture as the address of an image: nothing is fetched, and no script draws it."""
    import qrcode  # loads its drawing libraries; needed when somebody prints, not when a worker starts
    from qrcode.image.svg import SvgPathImage

    drawn, picture = io.BytesIO(), qrcode.QRCode(border=4, error_correction=qrcode.constants.ERROR_CORRECT_M)
    picture.add_data(address)
    picture.make_image(image_factory=SvgPathImage).save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"
