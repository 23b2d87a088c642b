"""The stores of objects."""

import urllib.error
import urllib.request

import install
from place import USER, Place
from server import Server


class S3(Server):
    """What both S3 servers share."""

    bucket = "truchement"

    def answers(self, place: Place) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port(place)}/", timeout=2):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def url(self, place: Place) -> str:
        return f"s3://{USER}:{place.password}@127.0.0.1:{self.port(place)}/{self.bucket}"


class Versity(S3):
    """Objects as plain files in a folder."""

    name, label, offset = "versitygw", "VersityGW (S3)", 5

    def environment(self, place: Place) -> dict[str, str]:
        return {"HOME": str(place.data(self.name)), "ROOT_ACCESS_KEY": USER, "ROOT_SECRET_KEY": place.password}

    def command(self, place: Place) -> list[str]:
        objects = place.data(self.name) / "objects"
        beside = place.data(self.name) / "sidecar"
        objects.mkdir(exist_ok=True)
        beside.mkdir(exist_ok=True)
        program = str(install.binary(place, "versitygw"))
        return [
            program,
            "--port",
            f"127.0.0.1:{self.port(place)}",
            "--quiet",
            "posix",
            "--sidecar",
            str(beside),
            str(objects),
        ]


class Minio(S3):
    """The last community release."""

    name, label, offset = "minio", "MinIO (S3)", 6

    def environment(self, place: Place) -> dict[str, str]:
        return {
            "HOME": str(place.data(self.name)),
            "MINIO_ROOT_USER": USER,
            "MINIO_ROOT_PASSWORD": place.password,
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
            "MINIO_CALLHOME_ENABLE": "off",
        }

    def command(self, place: Place) -> list[str]:
        program, objects = str(install.binary(place, "minio")), str(place.data(self.name) / "objects")
        return [program, "server", objects, "--quiet", "--address", f"127.0.0.1:{self.port(place)}"]
