"""A partner's first script, on grpcio: lists the services by reflection, reads an initiative, asks for its matches.

Usage: python3 ask.py ADDRESS API_KEY
"""
import sys

import grpc
import stubs

stubs.make(
    *(str(file.relative_to(stubs.PRODUCT_PROTOS)) for file in sorted((stubs.PRODUCT_PROTOS / "citizennetwork").rglob("*.proto"))),
    "grpc/reflection/v1/reflection.proto",
)

import citizennetwork.v1.initiatives_pb2 as initiatives
import citizennetwork.v1.initiatives_pb2_grpc as initiatives_grpc
import citizennetwork.v1.matching_pb2 as matching
import citizennetwork.v1.matching_pb2_grpc as matching_grpc

address, key = sys.argv[1:]
channel = grpc.insecure_channel(address)
metadata = (("x-api-key", key),)


def check(condition, what):
    if not condition:
        raise AssertionError(f"Not as expected: {what}")


def list_services():
    reflection = stubs.load("grpc/reflection/v1/reflection.proto")
    call = channel.stream_stream(
        "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection.ServerReflectionResponse.FromString,
    )
    answer = next(call(iter([reflection.ServerReflectionRequest(list_services="*")])))
    return [service.name for service in answer.list_services_response.service]


services = list_services()
print(f"services: {', '.join(services)}")
check("citizennetwork.v1.MatchingService" in services, "MatchingService is listed")

client = initiatives_grpc.InitiativesServiceStub(channel)
name = "initiatives/atelier-velo-trelaze"
initiative = client.GetInitiative(initiatives.GetInitiativeRequest(name=name), metadata=metadata)
print(f"initiative: {initiative.sentence} ({len(initiative.needs)} needs)")
check(initiative.name == name, "the initiative that was asked for")

request = matching.SuggestMatchesRequest(page_size=3)
request.subject.initiative = name
answer = matching_grpc.MatchingServiceStub(channel).SuggestMatches(request, metadata=metadata)
for group in answer.groups:
    print(f"{matching.MatchCategory.Name(group.category)}: {group.eligible_count} of {group.considered_count} fit")
    for match in group.matches:
        print(f"  {match.score:.2f} {match.title}: {match.reasons[0].text}")
        total = sum(reason.contribution for reason in match.reasons)
        check(abs(total - match.score) < 1e-5, f"contributions of {match.candidate} add up to its score")
check(len(answer.groups) == 4 and all(group.matches for group in answer.groups), "matches in all four categories")


def check_refused(call, who):
    try:
        call()
    except grpc.RpcError as refused:
        check(refused.code() == grpc.StatusCode.UNAUTHENTICATED, f"{who} is refused")
        print(f"{who}: {refused.code().name} {refused.details()}")
    else:
        raise AssertionError(f"{who} was answered.")


wrong = key[:-1] + ("1" if key.endswith("0") else "0")
check_refused(lambda: client.GetInitiative(initiatives.GetInitiativeRequest(name=name), metadata=(("x-api-key", wrong),)), "a wrong key")
check_refused(lambda: client.DeleteInitiative(initiatives.DeleteInitiativeRequest(name=name)), "a change without a key")
check(client.GetInitiative(initiatives.GetInitiativeRequest(name=name)).name == name, "without a key, what is public is answered")
channel.close()
