"""Makes Python stubs with Debian's protoc into a folder that goes with the process, and puts it on the path."""
import atexit
import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PRODUCT_PROTOS = HERE.parents[2] / "protos"
TEST_PROTOS = HERE.parent / "Protos"


folder = tempfile.mkdtemp(prefix="stubs-")


def make(*files):
    """Compiles .proto files, named as they import each other, messages and services."""
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    plugin = shutil.which("grpc_python_plugin")
    subprocess.run(
        ["protoc", f"--plugin=protoc-gen-grpc_python={plugin}", f"-I{PRODUCT_PROTOS}", f"-I{TEST_PROTOS}", f"--python_out={folder}", f"--grpc_python_out={folder}", *files],
        check=True,
    )
    sys.path.insert(0, folder)


def load(name):
    """Imports the messages of one file by its place: packages named grpc and google are taken by what is installed."""
    spec = importlib.util.spec_from_file_location(pathlib.Path(name).stem, pathlib.Path(folder) / name.replace(".proto", "_pb2.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
